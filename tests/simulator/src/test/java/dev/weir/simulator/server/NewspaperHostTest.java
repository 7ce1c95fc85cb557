package dev.weir.simulator.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weir.simulator.world.Article;
import dev.weir.simulator.world.Kind;
import dev.weir.simulator.world.Link;
import dev.weir.simulator.world.Links;
import java.io.IOException;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import okhttp3.Response;
import org.junit.jupiter.api.Test;

class NewspaperHostTest {
  @Test
  void anArticleIsServedOnceAndThenNotModifiedUntilItIsEdited() throws IOException {
    try (Probe probe = new Probe(3000, "none")) {
      long number = editedArticle(probe);
      Article article = probe.world.article(number, 1, number);
      String host = article.site().host();
      long edit = probe.world.edits(number).get(0);
      probe.advanceTo(edit);
      String etag;
      try (Response response = probe.get(host, article.path())) {
        etag = Objects.requireNonNull(response.header("ETag"));
        assertThat(response.body().string()).contains(article.paragraphs().get(3));
      }

      assertThat(probe.status(host, article.path(), "If-None-Match", etag)).isEqualTo(304);
      probe.advanceTo(edit + 1);
      assertThat(probe.status(host, article.path(), "If-None-Match", etag)).isEqualTo(200);
      assertThat(probe.oracle("page"))
          .extracting(line -> line.path("version").asInt())
          .containsExactly(1, 2);
      assertThat(probe.oracle("withdrawn")).isEmpty();
    }
  }

  @Test
  void redirectsAndTheShortenerLeadToTheArticle() throws IOException {
    try (Probe probe = new Probe(1000, "none")) {
      probe.advanceTo(1000);
      Article article = probe.world.article(99, 1, 99);
      String code = Long.toString(99, 36);

      try (Response response = probe.get(article.site().host(), "/r/99")) {
        assertThat(response.code()).isEqualTo(301);
        assertThat(response.header("Location")).isEqualTo(article.path());
      }
      try (Response response = probe.get(Links.SHORTENER, "/a" + code)) {
        assertThat(response.code()).isEqualTo(302);
        assertThat(response.header("Location")).startsWith(article.url() + "?utm_source=");
      }
      try (Response response = probe.get(Links.SHORTENER, "/b" + code)) {
        assertThat(response.header("Location")).isEqualTo(article.redirectUrl());
      }
      assertThat(probe.oracle("redirect"))
          .extracting(line -> line.path("url").asText())
          .containsExactly(
              article.redirectUrl(), "http://go.test/a" + code, "http://go.test/b" + code);
    }
  }

  @Test
  void aPageThatOnlySendsItsReaderOnIsARedirectForTheOracle() throws IOException {
    try (Probe probe = new Probe(1000, "meta-refresh=1")) {
      probe.advanceTo(1000);
      Article article = probe.world.article(99, 1, 99);

      assertThat(probe.body(article.site().host(), "/r/99"))
          .contains("http-equiv=\"refresh\" content=\"0; url=" + article.path() + "\"");
      assertThat(probe.oracle("redirect"))
          .extracting(line -> line.path("url").asText())
          .containsExactly(article.redirectUrl());
    }
  }

  @Test
  void everyPostHasAnAddressOfItsOwnThatRedirectsAndSomeLeadInACircle() throws IOException {
    try (Probe probe = new Probe(4000, "redirect-storm=1")) {
      probe.advanceTo(4000);
      Set<String> own = new HashSet<>();
      Set<String> circles = new HashSet<>();
      for (long item = 0; item < 4000; item++) {
        if (probe.world.kind(item) == Kind.TOOT) {
          for (Link link : probe.world.toot(item, item).draft().links()) {
            if (link.url().startsWith("http://go.test/c")) {
              assertThat(own.add(link.url()) || link.target() != null).isTrue();
              String path = link.url().substring("http://go.test".length());
              try (Response response = probe.get(Links.SHORTENER, path)) {
                assertThat(response.header("Location")).startsWith(link.target() + "?");
              }
            } else if (link.url().startsWith("http://go.test/l")) {
              circles.add(link.url());
            }
          }
        }
      }
      assertThat(own).hasSizeGreaterThan(50);
      assertThat(circles).isNotEmpty();
      String next = "http://go.test/l0";
      for (int hop = 0; hop < 7; hop++) {
        try (Response response = probe.get(Links.SHORTENER, next.substring(14))) {
          next = Objects.requireNonNull(response.header("Location"));
        }
      }
      assertThat(next).isEqualTo("http://go.test/l0");
    }
  }

  @Test
  void feedsAndSitemapNameTheArticlesAndRobotsNamesTheSitemap() throws IOException {
    try (Probe probe = new Probe(2000, "none")) {
      probe.advanceTo(2000);
      String host = "gazette.test";
      JsonNode state = probe.state();
      String home = probe.body(host, "/");
      String path = home.replaceAll("(?s).*?href=\"(/news/[^\"]*)\".*", "$1");

      assertThat(state.path("produced").asLong()).isEqualTo(2000);
      assertThat(probe.body(host, "/feed.xml")).contains("http://" + host + path);
      assertThat(probe.body(host, "/atom.xml")).contains("http://" + host + path);
      assertThat(probe.body(host, "/sitemap.xml")).contains("http://" + host + path);
      assertThat(probe.body(host, "/robots.txt")).contains("Sitemap: http://gazette.test/sitemap");
      assertThat(probe.status(host, "/news/none-1.html")).isEqualTo(404);
    }
  }

  private static long editedArticle(Probe probe) {
    for (long item = 0; ; item++) {
      if (probe.world.kind(item) == Kind.ARTICLE && !probe.world.edits(item).isEmpty()) {
        return item;
      }
    }
  }
}
