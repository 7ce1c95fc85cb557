package dev.weir.ingest.url;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UrlNormalizerTest {
  @ParameterizedTest
  @CsvSource({
    "HTTP://Example.COM/A, http://example.com/A",
    "http://example.com, http://example.com/",
    "http://example.com:80/a, http://example.com/a",
    "https://example.com:443/a, https://example.com/a",
    "https://example.com:8443/a, https://example.com:8443/a",
    "http://user:secret@example.com/a#part, http://example.com/a",
    "http://example.com./a, http://example.com/a",
    "http://example.com/a/./b/../c, http://example.com/a/c",
    "http://example.com/%7Ejo/%e2%82%ac, http://example.com/~jo/%E2%82%AC",
    "http://example.com/€, http://example.com/%E2%82%AC",
    "http://example.com/a?b=2&a=1&b=1, http://example.com/a?a=1&b=2&b=1",
    "http://example.com/a?utm_source=x&UTM_Medium=y&fbclid=z&id=7, http://example.com/a?id=7",
    "http://example.com/a?utm_source=x, http://example.com/a",
    "http://example.com/a?, http://example.com/a",
    "http://bücher.example/, http://xn--bcher-kva.example/",
    "http://2130706433/, http://127.0.0.1/",
    "http://0x7f.1/, http://127.0.0.1/",
    "http://0177.0.0.1/, http://127.0.0.1/",
    "http://[2001:DB8:0::1]/a, http://[2001:db8::1]/a",
    "https:\\\\gazette.example\\a, https://gazette.example/a",
    "https://ex%61mple.com/, https://example.com/",
    "https://faß.example/, https://xn--fa-hia.example/",
    "http://example.com/a/b/%2e%2e/c%2fd, http://example.com/a/c%2Fd",
  })
  void aUrlHasOneForm(String url, String normal) {
    assertThat(UrlNormalizer.normalize(url)).contains(normal);
    assertThat(UrlNormalizer.normalize(normal)).contains(normal);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "about:blank",
        "mailto:jo@example.com",
        "javascript:1",
        "/a",
        "http://",
        "http://999.1.1.1.1/",
        "ftp://a/"
      })
  void whatIsNoWebAddressHasNone(String text) {
    assertThat(UrlNormalizer.normalize(text)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "fb_action_ids=1&fb_action_types=og.likes&fb_ref=x&fb_source=y&action_object_map=%5B1%5D",
        "fb_comment_id=2018_2026&action_type_map=a&action_ref_map=b&mibextid=c",
        "_ga=2.1.2.3&_gl=1*abc&gad_source=1&gclid=2&ga_source=x&ga_campaign=z&srsltid=q",
        "Echobox=1543057634&fbclid=4#Echobox=1",
        "utm%5Fsource=x&amp;utm_medium=y",
        "mtm_campaign=a&matomo_kwd=b&pk_kwd=c&piwik_campaign=d",
        "__hstc=1&__hssc=2&_hsenc=3&hsCtaTracking=4&mc_cid=5&mkt_tok=6",
        "msclkid=1&yclid=2&twclid=3&ttclid=4&ScCid=5&rdt_cid=6&tblci=7",
        "at_link_id=1&ns_mchannel=2&xtor=3&smid=4&WT.mc_id=5",
      })
  void whatOnlyTracksReadersGoes(String query) {
    assertThat(UrlNormalizer.normalize("https://gazette.example/a?" + query))
        .contains("https://gazette.example/a");
  }

  @ParameterizedTest
  @CsvSource({
    "https://youtu.be/dQw4?si=AbCd&t=42, https://youtu.be/dQw4?t=42",
    "https://www.youtube.com/watch?v=dQw4&si=x&t=42s, https://www.youtube.com/watch?t=42s&v=dQw4",
    "https://open.spotify.com/track/1?si=x, https://open.spotify.com/track/1",
    "https://x.com/ada/status/1?s=20&t=abc, https://x.com/ada/status/1",
    "https://gazette.example/a?s=x&si=1&t=2, https://gazette.example/a?s=x&si=1&t=2",
    "https://gazette.example/a?action=map&gallery=1&fb=2, https://gazette.example/a?action=map&fb=2&gallery=1",
  })
  void aShortNameTracksOnItsHostsAlone(String url, String normal) {
    assertThat(UrlNormalizer.normalize(url)).contains(normal);
  }

  @ParameterizedTest
  @CsvSource({
    "g, http://a/b/c/g",
    "g/, http://a/b/c/g/",
    "//g, http://g/",
    "?y, http://a/b/c/d;p?y",
    "'#s', http://a/b/c/d;p?q#s",
    ";x, http://a/b/c/;x",
    "'', http://a/b/c/d;p?q",
    "., http://a/b/c/",
    ".., http://a/b/",
    "../../../../g, http://a/g",
    "/../g, http://a/g",
    "g;x=1/../y, http://a/b/c/y",
    "g?y/../x, http://a/b/c/g?y/../x",
    "two words, http://a/b/c/two%20words",
  })
  void aReferenceIsResolvedAsRfc3986Says(String reference, String url) {
    assertThat(UrlNormalizer.resolve("http://a/b/c/d;p?q", reference)).contains(url);
  }

  @Test
  void aReferenceThatLeadsElsewhereIsNoWebAddress() {
    assertThat(UrlNormalizer.resolve("http://a/b", "nostr:naddr1abc")).isEmpty();
    assertThat(UrlNormalizer.resolve("", "b")).isEmpty();
  }

  @Test
  void aReferenceIsReadAgainstItsDocument() {
    String base = "https://example.com/news/today.html";
    assertThat(UrlNormalizer.normalize(base, "../a?x=1#y")).contains("https://example.com/a?x=1");
    assertThat(UrlNormalizer.normalize(base, "//other.example/b"))
        .contains("https://other.example/b");
    assertThat(UrlNormalizer.normalize(base, "mailto:jo@example.com")).isEmpty();
  }

  @Test
  void aTurkishLocaleChangesNothing() {
    Locale before = Locale.getDefault();
    Locale.setDefault(Locale.forLanguageTag("tr-TR"));
    try {
      assertThat(UrlNormalizer.normalize("HTTP://ISTANBUL.EXAMPLE/I?GCLID=1"))
          .contains("http://istanbul.example/I");
    } finally {
      Locale.setDefault(before);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "news.bbc.co.uk, bbc.co.uk",
    "WWW.Example.COM, example.com",
    "gazette.test, gazette.test",
    "www.gazette.test, gazette.test",
    "a.b.gazette.test, gazette.test",
    "jo.github.io, jo.github.io",
    "co.uk, co.uk",
    "localhost, localhost",
    "10.0.0.1, 10.0.0.1",
    "2130706433, 127.0.0.1",
    "[::1], ::1",
  })
  void aHostHasARegistrableDomain(String host, String domain) {
    assertThat(Domains.registrable(host)).isEqualTo(domain);
  }

  @Test
  void pagesOfOneDomainAreOneSite() {
    assertThat(Domains.sameSite("https://www.example.com/a", "http://example.com/b")).isTrue();
    assertThat(Domains.sameSite("https://example.com/a", "https://example.org/a")).isFalse();
    assertThat(Domains.sameSite("nothing", "nothing")).isFalse();
  }
}
