package dev.weir.scrapers.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.weir.ingest.url.UrlNormalizer;
import dev.weir.scrapers.text.StatedTime;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PageExtractorTest {
  private static final String URL = "http://www.gazette.test/news/1?utm_source=feed";
  private static final String PARAGRAPH =
      "<p>It rained in the town for three days, and the weir held, as it had held before, while people stood and watched the water.</p>";
  private static final String ARTICLE = "<article>" + PARAGRAPH.repeat(6) + "</article>";

  @Test
  void linkedDataBeatsMetaTagsAndTheTitleElement() throws Exception {
    ExtractedPage page =
        read(
            """
            <html lang="en-gb"><head><title>Rain: third day | The Gazette</title>
            <meta property="og:title" content="Rain, meta"><meta name="author" content="Meta Author">
            <meta property="og:site_name" content="The Gazette"><meta property="article:modified_time" content="2026-11-03">
            <script type="application/ld+json">
            {"@context": "https://schema.org", "@graph": [{"@type": "Organization", "name": "Gazette Ltd"},
              {"@type": ["NewsArticle"], "headline": "Rain &amp; weir", "author": [{"name": "Ann Lee"}, {"name": "Bo Ek"}],
               "description": "Three days of rain.", "datePublished": "2026-11-02T10:15:30+01:00"}]}
            </script></head><body>"""
                + ARTICLE);

    assertThat(page.title()).contains("Rain & weir");
    assertThat(page.byline()).contains("Ann Lee, Bo Ek");
    assertThat(page.excerpt()).contains("Three days of rain.");
    assertThat(page.siteName()).contains("The Gazette");
    assertThat(page.language()).contains("en-GB");
    assertThat(page.published())
        .map(StatedTime::at)
        .map(Object::toString)
        .contains("2026-11-02T09:15:30Z");
    assertThat(page.modified()).map(StatedTime::precision).contains(StatedTime.Precision.DAY);
  }

  @Test
  void theTitleElementLosesTheSitesName() throws Exception {
    assertThat(read("<title>Three days of heavy rain - The Gazette</title>" + ARTICLE).title())
        .contains("Three days of heavy rain");
  }

  @Test
  void microdataAndVisibleMarkupServeAtLast() throws Exception {
    ExtractedPage page =
        read(
            "<div class='byline'>By Ann Lee</div><meta itemprop='datePublished' content='2026-11-02 10:15'>"
                + ARTICLE);

    assertThat(page.byline()).contains("By Ann Lee");
    assertThat(page.published()).map(StatedTime::precision).contains(StatedTime.Precision.MINUTE);
    assertThat(page.text()).doesNotContain("Ann Lee");
  }

  @Test
  void aDateWithoutAZoneIsInTheSites() throws Exception {
    String html =
        "<meta property='article:published_time' content='2026-11-02T10:15:30'>" + ARTICLE;

    ExtractedPage page = extract(html, SiteHints.inZone(ZoneId.of("Europe/Berlin")));

    assertThat(page.published())
        .hasValueSatisfying(
            time -> {
              assertThat(time.at()).hasToString("2026-11-02T09:15:30Z");
              assertThat(time.zone().label()).isEqualTo("site");
            });
  }

  @Test
  void severalAuthorsInMetaTagsAreAllNamed() throws Exception {
    String html =
        "<meta name=author content='Ada Reed'><meta name=author content='http://gazette.test/bo'>"
            + "<meta name=author content='Bo Lind'><meta name=author content='Ada Reed'>";

    assertThat(read(html + ARTICLE).byline()).contains("Ada Reed, Bo Lind");
  }

  @Test
  void aPlaceholderOfADateDoesNotHideTheDateInAnotherTag() throws Exception {
    String html =
        "<meta property='article:published_time' content='0001-01-01T00:00:00+00:00'>"
            + "<meta name=pubdate content='{{ date }}'><meta name=date content='2023-05-01'>";

    assertThat(read(html + ARTICLE).published())
        .hasValueSatisfying(time -> assertThat(time.at()).hasToString("2023-05-01T00:00:00Z"));
  }

  @Test
  void aLanguageThatIsNoneIsDetected() throws Exception {
    assertThat(read("<html lang='{{ site.lang }}'>" + ARTICLE).language()).contains("en");
  }

  @Test
  void theMainTextIsTheArticleAlone() throws Exception {
    ExtractedPage page =
        read(
            "<nav><ul><li><a href='/a'>Sports news of the day</a><li><a href='/b'>Weather, in all the towns</a></ul></nav><main>"
                + ARTICLE
                + "</main><div class='comments'><p>First comment, which is long enough to look like text, and even has commas, two.</p></div>"
                + "<p style='display: none'>Hidden text, which nobody sees, and which must not be read by anyone, at all.</p>"
                + "<footer>Imprint</footer>");

    assertThat(page.text().split("\n\n", -1))
        .hasSize(6)
        .allMatch(paragraph -> paragraph.startsWith("It rained") && paragraph.endsWith("water."));
  }

  @Test
  void outlinksAreNormalisedUniqueAndInOrder() throws Exception {
    ExtractedPage page =
        read(
            "<base href='/news/'><a href='2?utm_medium=x'>b</a><a href='http://OTHER.test:80/'>o</a><a href='#top'>t</a>"
                + "<a href='mailto:a@b.test'>m</a><a href='javascript:x()'>j</a><a href='/news/2'>b again</a>");

    assertThat(page.outlinks())
        .containsExactly("http://www.gazette.test/news/2", "http://other.test/");
  }

  @Test
  void aCanonicalAddressOfTheSameSiteCounts() throws Exception {
    assertThat(read("<link rel='canonical' href='/news/1#x'>").canonicalUrl())
        .contains("http://www.gazette.test/news/1");
    assertThat(read("<link rel='CANONICAL' href='https://gazette.test/1'>").canonicalUrl())
        .contains("https://gazette.test/1");
  }

  @Test
  void anotherSitesCanonicalAddressIsNoIdentity() throws Exception {
    assertThat(read("<link rel='canonical' href='http://elsewhere.test/1'>").canonicalUrl())
        .isEmpty();
  }

  @Test
  void theHashIsOfWhatAReaderSees() throws Exception {
    String hash = read("<title>Rain in the town today</title>" + ARTICLE).contentHash();

    assertThat(
            read("<title>Rain in the town today</title><!-- build 7 --><script>now()</script><div class=x>"
                    + ARTICLE)
                .contentHash())
        .isEqualTo(hash)
        .hasSize(64);
    assertThat(
            read("<title>Rain in the town today</title>" + ARTICLE.replace("three", "four"))
                .contentHash())
        .isNotEqualTo(hash);
  }

  @Test
  void anUndeclaredLanguageIsDetected() throws Exception {
    String german =
        "<p>Es regnete drei Tage lang in der Stadt, und das Wehr hielt, wie es immer gehalten hatte, während die Leute zusahen.</p>";

    assertThat(read(german.repeat(5)).language()).contains("de");
  }

  @Test
  void anEmptyPageHasNothing() throws Exception {
    ExtractedPage page = read("");

    assertThat(page.title()).isEmpty();
    assertThat(page.text()).isEmpty();
    assertThat(page.language()).isEmpty();
    assertThat(page.outlinks()).isEmpty();
    assertThat(page.contentHash()).hasSize(64);
  }

  @Test
  void aBodyThatIsNoTextIsRefused() {
    assertThatExceptionOfType(UnreadablePageException.class)
        .isThrownBy(() -> read("%PDF-1.7 <html>"))
        .withMessageContaining("PDF");
    assertThatExceptionOfType(UnreadablePageException.class)
        .isThrownBy(() -> read("\0\0\1"))
        .withMessageContaining("binary");
  }

  private static ExtractedPage read(String html) throws UnreadablePageException {
    return extract(html, SiteHints.none());
  }

  private static ExtractedPage extract(String html, SiteHints hints)
      throws UnreadablePageException {
    return new PageExtractor(UrlNormalizer::normalize)
        .extract(
            html.getBytes(StandardCharsets.UTF_8),
            Optional.of("text/html; charset=utf-8"),
            URL,
            hints);
  }
}
