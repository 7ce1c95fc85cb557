package dev.weir.simulator.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.weir.simulator.world.Article;
import dev.weir.simulator.world.Kind;
import dev.weir.simulator.world.Site;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class SitemapsTest {
  private static final Pattern ADDRESS = Pattern.compile("<loc>http://([^/<]+)([^<]*)</loc>");
  private static final String ELSEWHERE = "/map-of-the-gazette.xml";

  @Test
  void theSitemapsOfAnIndexNameEachArticleOnceAndOneOfThemAlwaysFails() throws IOException {
    try (Probe probe = new Probe(8000, "odd-sitemap")) {
      probe.advanceTo(8000);
      String index = probe.body("gazette.test", "/sitemap.xml");
      List<String> found = new ArrayList<>(found(index));
      assertThat(found)
          .containsExactly(
              "http://gazette.test/sitemap-broken.xml",
              "http://gazette.test/sitemap-nested.xml",
              "http://herald.test" + ELSEWHERE,
              "http://courier.test" + ELSEWHERE,
              "http://gazette.test/sitemap-0.xml");
      List<String> articles = new ArrayList<>();
      articles.addAll(found(probe.body("gazette.test", "/sitemap-0.xml")));
      assertThat(probe.body("gazette.test", "/sitemap-nested.xml")).contains("/sitemap-1.xml");
      articles.addAll(found(probe.body("gazette.test", "/sitemap-1.xml")));
      articles.addAll(found(probe.body("herald.test", ELSEWHERE)));

      assertThat(articles)
          .containsExactlyInAnyOrderElementsOf(probe.publishedBetween(Site.GAZETTE, 0, 8000));
      assertThat(probe.status("gazette.test", "/sitemap-broken.xml")).isEqualTo(500);
      assertThat(probe.oracle("unknown"))
          .extracting(line -> line.path("source").asText())
          .containsExactly("sitemap/gazette");
    }
  }

  @Test
  void robotsNameOneSitemapElsewhereAndReadingTheOtherIsNoted() throws IOException {
    try (Probe probe = new Probe(3000, "odd-sitemap")) {
      probe.advanceTo(3000);
      assertThat(probe.body("gazette.test", "/robots.txt"))
          .contains("Sitemap: http://herald.test" + ELSEWHERE)
          .doesNotContain("courier");
      probe.body("herald.test", ELSEWHERE);
      assertThat(probe.oracle("fault")).isEmpty();
      probe.body("courier.test", ELSEWHERE);

      assertThat(probe.oracle("fault"))
          .extracting(line -> line.path("fault").asText())
          .containsExactly("sitemap-that-is-not-named");
    }
  }

  @Test
  void anArticleThatWasTakenDownIsGoneAndLeavesTheFeedButNotTheSitemap() throws IOException {
    try (Probe probe = new Probe(8000, "odd-sitemap,removed=1")) {
      long number = 99;
      while (probe.world.kind(number) != Kind.ARTICLE
          || article(probe, number).site() != Site.GAZETTE) {
        number += 100;
      }
      Article article = article(probe, number);
      probe.advanceTo(number + 200);
      String before = probe.body("gazette.test", article.path());
      assertThat(probe.body("gazette.test", "/feed.xml")).contains(article.url());
      probe.advanceTo(number + 3001);

      assertThat(before).contains(article.title());
      assertThat(probe.status("gazette.test", article.path())).isEqualTo(410);
      assertThat(probe.status("gazette.test", "/r/" + number)).isEqualTo(404);
      assertThat(probe.body("gazette.test", "/feed.xml")).doesNotContain(article.url());
      String maps =
          probe.body("gazette.test", "/sitemap-0.xml")
              + probe.body("gazette.test", "/sitemap-1.xml")
              + probe.body("herald.test", ELSEWHERE);
      assertThat(maps).contains(article.url());
      assertThat(probe.oracle("gone"))
          .extracting(line -> line.path("url").asText())
          .containsExactly(article.url());
    }
  }

  @Test
  void anArticleThatMovesRedirectsFromItsOldAddressWhichTheSitemapStillNames() throws IOException {
    try (Probe probe = new Probe(8000, "odd-sitemap,moved=1")) {
      long number = 99;
      while (probe.world.kind(number) != Kind.ARTICLE
          || article(probe, number).site() != Site.GAZETTE) {
        number += 100;
      }
      Article article = article(probe, number);
      String url = "http://gazette.test" + article.moved().path();
      probe.advanceTo(number + 200);
      probe.body("gazette.test", article.path());
      assertThat(probe.status("gazette.test", article.moved().path())).isEqualTo(404);
      probe.advanceTo(number + 2001);

      assertThat(probe.status("gazette.test", article.path())).isEqualTo(301);
      assertThat(probe.body("gazette.test", article.moved().path()))
          .contains("<link rel=\"canonical\" href=\"" + url);
      assertThat(probe.body("gazette.test", "/feed.xml"))
          .contains(url)
          .doesNotContain(article.url());
      String maps =
          probe.body("gazette.test", "/sitemap-0.xml")
              + probe.body("gazette.test", "/sitemap-1.xml")
              + probe.body("herald.test", ELSEWHERE);
      assertThat(maps).contains(article.url(), url);
      assertThat(probe.oracle("moved"))
          .extracting(line -> line.path("url").asText(), line -> line.path("to").asText())
          .containsExactly(tuple(article.url(), url));
    }
  }

  private static Article article(Probe probe, long number) {
    return probe.world.article(number, 1, number);
  }

  private static List<String> found(String text) {
    List<String> found = new ArrayList<>();
    Matcher matcher = ADDRESS.matcher(text);
    while (matcher.find()) {
      found.add("http://" + matcher.group(1) + matcher.group(2));
    }
    return found;
  }
}
