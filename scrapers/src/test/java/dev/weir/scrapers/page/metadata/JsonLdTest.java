package dev.weir.scrapers.page.metadata;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.ingest.url.UrlNormalizer;
import dev.weir.scrapers.page.link.Links;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonLdTest {
  private static final String URL = "https://gazette.test/news/storm";
  private static final String TITLE = "<title>Storm hits the coast</title>";
  private static final String STORM =
      "{\"@type\":\"NewsArticle\",\"headline\":\"Storm hits the coast\",\"author\":{\"name\":\"Ada Reed\"}}";

  @Test
  void anAuthorIsTheEntityThatItsIdNamesInAnyBlock() {
    JsonLd read =
        read(
            block(
                    "{\"@graph\":[{\"@type\":\"Article\",\"author\":[{\"@id\":\"#1\"},{\"@id\":\"#2\"},\"#3\"]}]}")
                + block("[{\"@type\":\"Person\",\"@id\":\"#1\",\"name\":[\"Ada Reed\"]}]")
                + block("{\"@id\":\"#2\",\"givenName\":\"Bo\",\"familyName\":\"Lind\"}")
                + block(
                    "{\"@id\":\"#3\",\"name\":{\"@value\":\"Cy Marsh\",\"@language\":\"en\"}}"));

    assertThat(read.byline()).contains("Ada Reed, Bo Lind, Cy Marsh");
  }

  @Test
  void anAuthorWhoIsOnlyAnAddressHasNoName() {
    JsonLd read =
        read(
            block(
                "{\"@type\":\"Article\",\"author\":[\"https://gazette.test/ada\",{\"@id\":\"#9\"}]}"));

    assertThat(read.byline()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"mainEntityOfPage\":\"https://gazette.test/news/storm\"",
        "\"mainEntityOfPage\":{\"@type\":\"WebPage\",\"@id\":\"http://www.gazette.test/news/storm/\"}",
        "\"mainEntityOfPage\":{\"url\":\"/news/storm\"}",
        "\"mainEntityOfPage\":[{\"@id\":\"https://gazette.test/news/storm#webpage\"}]",
        "\"url\":\"https://gazette.test/news/storm?utm_source=x\"",
        "\"@id\":\"https://gazette.test/news/storm#article\"",
      })
  void theArticleOfThisPageCountsWhereverItStands(String statement) {
    JsonLd read =
        read(
            block("{\"@type\":\"Article\",\"author\":\"Other Writer\"}")
                + block("{\"@type\":\"Article\",\"author\":\"Ada Reed\"," + statement + "}"));

    assertThat(read.byline()).contains("Ada Reed");
  }

  @Test
  void anArticleOfAnotherPageOfTheSiteIsNotThisPages() {
    String other =
        "{\"@type\":\"Article\",\"mainEntityOfPage\":\"https://gazette.test/news/budget\",\"headline\":\"%s\",\"author\":\"Other Writer\"}";

    assertThat(read(block(other.formatted("Council votes"))).byline()).isEmpty();
    assertThat(read(block(other.formatted("Council votes")) + block(STORM)).byline())
        .contains("Ada Reed");
    assertThat(read(block(other.formatted("Storm hits the coast"))).byline())
        .contains("Other Writer");
    assertThat(
            read(block(other.formatted("Council votes").replace("gazette.test", "wire.test")))
                .byline())
        .contains("Other Writer");
  }

  @Test
  void aPageIsAboutItsMainEntityAndGivesItsDatesWhereThatHasNone() {
    JsonLd read =
        read(
            block(
                    "{\"@type\":\"WebPage\",\"datePublished\":\"2023-05-01\",\"inLanguage\":\"en-GB\",\"mainEntity\":{\"@id\":\"#a\"}}")
                + block(
                    "{\"@graph\":[{\"@id\":\"#a\",\"@type\":[\"Thing\",\"schema:NewsArticle\"],\"author\":\"Ada Reed\"}]}"));

    assertThat(read.byline()).contains("Ada Reed");
    assertThat(read.published()).containsExactly("2023-05-01");
    assertThat(read.language()).contains("en-GB");
  }

  @Test
  void entitiesInsideAnArticleAreNotThePages() {
    JsonLd read =
        read(
            block(
                "{\"@type\":\"LiveBlogPosting\",\"datePublished\":\"2023-05-01\",\"liveBlogUpdate\":[{\"@type\":\"BlogPosting\",\"datePublished\":\"2023-05-02\"}]}"));

    assertThat(read.published()).containsExactly("2023-05-01");
  }

  @Test
  void theNameOfTheSiteIsNotTheNameOfTheArticle() {
    JsonLd read =
        read(
            block(
                "{\"@type\":\"Article\",\"name\":\"The Gazette\",\"headline\":\"The Gazette\",\"publisher\":{\"name\":\"The gazette\"}}"));

    assertThat(read.name()).isEmpty();
    assertThat(read.headline()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "%s;",
        "//<![CDATA[\n%s;\n//]]>",
        "/*<![CDATA[*/ %s /*]]>*/",
        "<!-- schema plugin -->\n%s",
        "<!--\n%s\n//-->",
        "{\"@type\":\"WebSite\"}\n%s",
        "[{\"@type\":\"BreadcrumbList\",},%s,]",
        "/* by the plugin */ %s",
        "[[%s]]",
      })
  void whatOftenStandsAroundJsonDoesNotHideIt(String form) {
    assertThat(read(block(form.formatted(STORM))).byline()).contains("Ada Reed");
  }

  @Test
  void theMediaTypeMayHaveParametersAndCapitals() {
    String html = "<script type='Application/LD+JSON; charset=utf-8'>" + STORM + "</script>";

    assertThat(read(html).byline()).contains("Ada Reed");
  }

  @Test
  void referencesThatGoRoundEndSomewhere() {
    JsonLd read =
        read(
            block(
                "{\"@graph\":[{\"@type\":\"Article\",\"author\":{\"@id\":\"#1\"}},{\"@id\":\"#1\",\"mainEntity\":{\"@id\":\"#1\"},\"@list\":[{\"@id\":\"#1\"}]}]}"));

    assertThat(read.byline()).isEmpty();
  }

  @Test
  void aFloodOfArticlesIsCutOff() {
    Document document = Jsoup.parse(block("[" + (STORM + ",").repeat(5_000) + "]"), URL);

    assertThat(JsonLdGraph.of(document).articles()).hasSizeLessThanOrEqualTo(200);
  }

  private static String block(String json) {
    return "<script type='application/ld+json'>" + json + "</script>";
  }

  private static JsonLd read(String html) {
    Document document = Jsoup.parse(TITLE + html, URL);
    Links links = new Links(document, URL, UrlNormalizer::normalize, 2_000, 200_000);
    return JsonLd.read(document, links, document.title());
  }
}
