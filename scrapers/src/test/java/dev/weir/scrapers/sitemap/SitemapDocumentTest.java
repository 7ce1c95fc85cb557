package dev.weir.scrapers.sitemap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.scrapers.sitemap.SitemapDocument.Address;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SitemapDocumentTest {
  private static final String URL = "https://gazette.test/dir/sitemap.xml";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'><url><loc>%s</loc></url></urlset>",
        "<urlset xmlns='http://www.google.com/schemas/sitemap/0.84'><url><loc>%s</loc></url></urlset>",
        "<s:urlset xmlns:s='urn:x'><s:url><s:loc>\n %s\n</s:loc></s:url></s:urlset>",
        "<URLSET><URL><LOC>%s</LOC></URL></URLSET>",
        "<urlset><url><loc><![CDATA[%s]]></loc></url></urlset>",
        "<br /><b>Warning</b>: x<?xml version='1.0'?><urlset><url><loc>%s</loc></url></urlset>",
        "<!DOCTYPE urlset SYSTEM 'x.dtd'><urlset><url><loc>%s</loc></url></urlset>",
        "<urlset xmlns:image='urn:i'><url><image:image><image:loc>https://gazette.test/i.png"
            + "</image:loc></image:image><loc>%s</loc></url></urlset>",
        "<rss version='2.0'><channel><item><link>%s</link></item></channel></rss>",
        "%s",
      })
  void aPageIsReadInEachDialect(String dialect) throws Exception {
    assertThat(urls(dialect.formatted("https://gazette.test/a")))
        .containsExactly("https://gazette.test/a");
  }

  @Test
  void aBareAmpersandCostsNothing() throws Exception {
    assertThat(
            urls(
                "<urlset><url><loc>https://gazette.test/x?y=1&z=2</loc></url>"
                    + "<url><loc>https://gazette.test/x?y=1&amp;z=2</loc></url></urlset>"))
        .containsExactly("https://gazette.test/x?y=1&z=2", "https://gazette.test/x?y=1&z=2");
  }

  @Test
  void aRelativeAddressIsRelativeToTheSitemap() throws Exception {
    assertThat(urls("<urlset><url><loc>/a</loc></url><url><loc>b</loc></url></urlset>"))
        .containsExactly("https://gazette.test/a", "https://gazette.test/dir/b");
  }

  @Test
  void anIndexMayWriteTheAddressIntoTheEntry() throws Exception {
    SitemapDocument index =
        parse(
            "<sitemapindex><sitemap>\nhttps://gazette.test/1.xml?a=1&amp;b=2\n</sitemap>"
                + "<sitemap><loc>https://gazette.test/2.xml</loc></sitemap></sitemapindex>");
    assertThat(index.index()).isTrue();
    assertThat(index.addresses())
        .extracting(Address::url)
        .containsExactly("https://gazette.test/1.xml?a=1&b=2", "https://gazette.test/2.xml");
  }

  @ParameterizedTest
  @CsvSource({
    "2015-10-08T07:18:53.846344Z, 2015-10-08T07:18:53.846344Z",
    "2015-10-08T07:18+02:00, 2015-10-08T05:18:00Z",
    "2015-10-08 07:18:53, 2015-10-08T07:18:53Z",
    "' 2015-10-08 ', 2015-10-08T00:00:00Z",
    "2015-10, 2015-10-01T00:00:00Z",
    "2015, 2015-01-01T00:00:00Z",
    "'Thu, 08 Oct 2015 07:18:53 GMT', 2015-10-08T07:18:53Z",
    "not-a-date, ",
    "0000-00-00, ",
  })
  void aDateIsReadOrIsNone(String written, Instant read) throws Exception {
    SitemapDocument document =
        parse(
            "<urlset><url><lastmod>2020-01-01</lastmod></url><url><lastmod>"
                + written
                + "</lastmod><loc>https://gazette.test/a</loc></url></urlset>");
    assertThat(document.addresses())
        .containsExactly(new Address("https://gazette.test/a", Optional.ofNullable(read)));
  }

  @Test
  void theLastAddressOfADocumentThatBreaksOffIsNotTrusted() throws Exception {
    SitemapDocument document =
        parse(
            "<urlset><url><loc>https://gazette.test/a</loc></url><url><loc>https://gazette.test/b");
    assertThat(document.addresses())
        .extracting(Address::url)
        .containsExactly("https://gazette.test/a");
    assertThat(document.cut()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "30, /2, 2, false",
    "30, /2?a&b, 1, true",
    "60, /2, 1, true",
  })
  void aLongPackedSitemapIsReadAsItComesUpToItsFirstFaultOrTheBound(
      int megabytes, String second, int read, boolean cut) throws Exception {
    byte[] packed =
        packed(
            megabytes,
            "<urlset><url><loc>http://a.test/1</loc></url>",
            "<url><loc>http://a.test" + second + "</loc></url></urlset>");
    SitemapDocument document = SitemapDocument.parse(packed, Optional.of("application/gzip"), URL);
    assertThat(document.addresses())
        .extracting(Address::url)
        .isEqualTo(List.of("http://a.test/1", "http://a.test/2").subList(0, read));
    assertThat(document.cut()).isEqualTo(cut);
  }

  @Test
  void aLongDocumentThatIsNoSitemapSaysSo() {
    assertThatThrownBy(
            () -> SitemapDocument.parse(packed(10, "<html>", "</html>"), Optional.empty(), URL))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("Expected a sitemap at " + URL);
  }

  private static byte[] packed(int megabytes, String begin, String end) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    byte[] blank = " ".repeat(1 << 20).getBytes(StandardCharsets.US_ASCII);
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write(begin.getBytes(StandardCharsets.UTF_8));
      for (int i = 0; i < megabytes; i++) {
        gzip.write(blank);
      }
      gzip.write(end.getBytes(StandardCharsets.UTF_8));
    }
    return packed.toByteArray();
  }

  @Test
  void whatIsNoSitemapSaysWhatItIs() {
    assertThatThrownBy(() -> parse("<html><body>hello</body></html>"))
        .isInstanceOf(IOException.class)
        .hasMessage("Expected a sitemap at " + URL + ", got: html");
    assertThatThrownBy(() -> parse("nothing")).hasMessageContaining("without any address");
    assertThatThrownBy(
            () ->
                parse(
                    "<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/hostname'>]><urlset><url><loc>"
                        + "https://gazette.test/&e;</loc></url></urlset>"))
        .hasMessageContaining("entities");
  }

  @Test
  void theDeclaredCharsetHolds() throws Exception {
    byte[] body =
        "<?xml version='1.0' encoding='windows-1251'?><urlset><url><loc>https://gazette.test/шторм</loc></url></urlset>"
            .getBytes(Charset.forName("windows-1251"));
    assertThat(SitemapDocument.parse(body, Optional.empty(), URL).addresses())
        .extracting(Address::url)
        .containsExactly("https://gazette.test/шторм");
  }

  private static List<String> urls(String text) throws IOException {
    return parse(text).addresses().stream().map(Address::url).toList();
  }

  private static SitemapDocument parse(String text) throws IOException {
    return SitemapDocument.parse(text.getBytes(StandardCharsets.UTF_8), Optional.empty(), URL);
  }
}
