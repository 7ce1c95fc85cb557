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
