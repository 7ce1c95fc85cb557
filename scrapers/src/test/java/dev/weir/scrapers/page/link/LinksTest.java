package dev.weir.scrapers.page.link;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.ingest.url.UrlNormalizer;
import java.util.Optional;
import org.jsoup.Jsoup;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LinksTest {
  private static final String URL = "https://gazette.test/news/storm";

  @ParameterizedTest
  @CsvSource({
    "https://gazette.test/news/storm, https://gazette.test/",
    "https://gazette.test/news/storm, https://www.gazette.test",
    "https://gazette.test/news/storm, http://gazette.test/#top",
    "https://gazette.test/news/storm, https://gazette.test/index.php",
    "https://gazette.test/news/storm, {{ page.url }}",
    "https://gazette.test/news/storm, undefined",
    "https://gazette.test/news/storm, javascript:void(0)",
    "https://gazette.test/?p=12, https://gazette.test/",
    "https://gazette.test/news/storm, https://vendor.test/overview",
  })
  void anAddressThatCannotBeThePagesIsNoIdentity(String url, String canonical) {
    assertThat(canonical(url, "<link rel=canonical href='" + canonical + "'>")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "https://gazette.test/index.html, https://gazette.test/",
    "https://gazette.test/?page=1, https://gazette.test/",
    "https://gazette.test/en/, https://gazette.test/",
    "https://m.gazette.test/, https://gazette.test/",
    "https://gazette.test/amp/storm?outputType=amp, https://gazette.test/news/storm",
  })
  void anotherAddressOfTheSamePageIsItsIdentity(String url, String canonical) {
    assertThat(canonical(url, "<link rel=canonical href='" + canonical + "'>")).contains(canonical);
  }

  @Test
  void ofSeveralCanonicalUrlsThePagesOwnCounts() {
    String own = "<link rel=canonical href=/news/storm>";
    String video = "<link rel=canonical href=/video/1>";
    String live = "<link rel=canonical href=/live/1>";
    assertThat(canonical(URL, own + video)).contains(URL);
    assertThat(canonical(URL, video + own)).contains(URL);
    assertThat(canonical(URL, video + live)).isEmpty();
    assertThat(canonical(URL, video + video)).contains("https://gazette.test/video/1");
    assertThat(canonical(URL, "<link rel=canonical href=''>" + video))
        .contains("https://gazette.test/video/1");
    assertThat(canonical(URL, "<link rel=canonical href=/>" + video))
        .contains("https://gazette.test/video/1");
  }

  @Test
  void aCanonicalUrlThatLacksItsSchemeIsNotRelative() {
    assertThat(canonical(URL, "<link rel=canonical href=gazette.test/news/storm-1>"))
        .contains("https://gazette.test/news/storm-1");
  }

  @Test
  void aCanonicalUrlInTheBodyCountsOnlyWhereTheHeadHasNone() {
    String body = "<body><link rel=canonical href=/comment>";
    assertThat(canonical(URL, "<link rel=canonical href=/news/storm-1>" + body))
        .contains("https://gazette.test/news/storm-1");
    assertThat(canonical(URL, body)).contains("https://gazette.test/comment");
  }

  @Test
  void aBackslashIsASlash() {
    assertThat(
            links(
                    URL,
                    "<a href='https:\\\\gazette.test\\d'></a><a href='\\news\\e'></a><a href='..\\f'></a>"
                        + "<a href='\\\\herald.test\\g'></a><a href='/h?x=\\y'></a><a href='https:///gazette.test/i'></a>")
                .outlinks())
        .containsExactly(
            "https://gazette.test/d",
            "https://gazette.test/news/e",
            "https://gazette.test/f",
            "https://herald.test/g",
            UrlNormalizer.normalize("https://gazette.test/h?x=\\y").orElseThrow(),
            "https://gazette.test/i");
  }

  private static Optional<String> canonical(String url, String html) {
    return links(url, html).canonical();
  }

  private static Links links(String url, String html) {
    return new Links(Jsoup.parse(html, url), url, UrlNormalizer::normalize, 2_000, 200_000);
  }
}
