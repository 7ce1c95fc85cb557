package dev.weir.scrapers.robots;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.ingest.http.PoliteHttpClient;
import dev.weir.scrapers.source.TestWeb;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RobotsTest {
  private static final String TXT = "http://gazette.test/robots.txt";
  private static final String PAGE = "http://gazette.test/news/1";

  private Instant now = Instant.parse("2026-11-01T12:00:00Z");
  private TestWeb web;
  private PoliteHttpClient client;
  private Robots robots;

  @BeforeEach
  void start() throws IOException {
    web = new TestWeb();
    client = web.client(() -> now);
    robots = new Robots(client, () -> now);
  }

  @AfterEach
  void stop() {
    client.close();
    web.close();
  }

  @Test
  void withoutRobotsTxtAllIsAllowed() throws Exception {
    assertThat(robots.judge(PAGE)).isEqualTo(new Robots.Verdict.Allowed(Optional.empty()));
  }

  @Test
  void theGroupOfOurNameGoesBeforeEveryones() throws Exception {
    serve("User-agent: *\nDisallow: /\n\nUser-agent: Weir\nDisallow: /private/\nCrawl-delay: 2\n");
    assertThat(robots.judge(PAGE))
        .isEqualTo(new Robots.Verdict.Allowed(Optional.of(Duration.ofSeconds(2))));
    assertThat(robots.judge("http://gazette.test/private/x"))
        .isEqualTo(new Robots.Verdict.Disallowed());
  }

  @Test
  void theLongestMatchDecides() throws Exception {
    serve("User-agent: *\nDisallow: /news/\nAllow: /news/1$\n");
    assertThat(robots.judge(PAGE)).isInstanceOf(Robots.Verdict.Allowed.class);
    assertThat(robots.judge(PAGE + "2")).isInstanceOf(Robots.Verdict.Disallowed.class);
  }

  @Test
  void aLongDelayIsNoDisallow() throws Exception {
    serve("User-agent: *\nCrawl-delay: 3600\n");
    assertThat(robots.judge(PAGE))
        .isEqualTo(new Robots.Verdict.Allowed(Optional.of(Duration.ofHours(1))));
  }

  @Test
  void aCopyIsKeptForADay() throws Exception {
    serve("User-agent: *\nDisallow: /\n");
    robots.judge(PAGE);
    now = now.plus(Duration.ofHours(23));
    robots.judge(PAGE);
    assertThat(web.count(TXT)).isEqualTo(1);
    now = now.plus(Duration.ofHours(2));
    robots.judge(PAGE);
    assertThat(web.count(TXT)).isEqualTo(2);
  }

  @Test
  void aServerInTroubleAllowsNothingForTheTimeBeing() throws Exception {
    web.status(TXT, 503);
    assertThat(robots.judge(PAGE)).isInstanceOf(Robots.Verdict.Unknown.class);
    robots.judge(PAGE);
    assertThat(web.count(TXT)).isEqualTo(1);
    serve("");
    now = now.plus(Duration.ofMinutes(6));
    assertThat(robots.judge(PAGE)).isInstanceOf(Robots.Verdict.Allowed.class);
  }

  @Test
  void anOlderCopyHoldsWhileTheServerIsInTrouble() throws Exception {
    serve("User-agent: *\nDisallow: /private/\n");
    robots.judge(PAGE);
    web.status(TXT, 500);
    now = now.plus(Duration.ofHours(25));
    assertThat(robots.judge(PAGE)).isInstanceOf(Robots.Verdict.Allowed.class);
    assertThat(robots.judge("http://gazette.test/private/x"))
        .isInstanceOf(Robots.Verdict.Disallowed.class);
  }

  @Test
  void fiveRedirectsAreFollowed() throws Exception {
    web.redirect(TXT, 301, "/1");
    for (int i = 1; i < 5; i++) {
      web.redirect("http://gazette.test/" + i, 301, "http://www.gazette.test/" + (i + 1));
      web.redirect("http://www.gazette.test/" + i, 301, "http://www.gazette.test/" + (i + 1));
    }
    web.text("http://www.gazette.test/5", "text/plain", "User-agent: *\nDisallow: /\n");
    assertThat(robots.judge(PAGE)).isInstanceOf(Robots.Verdict.Disallowed.class);
  }

  @Test
  void onlyTheFirst500KibibytesAreRead() throws Exception {
    serve("User-agent: *\nDisallow: /news/\n" + "# comment\n".repeat(100_000));
    assertThat(robots.judge(PAGE)).isInstanceOf(Robots.Verdict.Disallowed.class);
  }

  private void serve(String text) {
    web.text(TXT, "text/plain", text);
  }
}
