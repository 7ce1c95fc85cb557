package dev.weir.scrapers.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.schemas.status.ProgramPlan;
import dev.weir.scrapers.source.TestWeb;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ScrapeCommandTest {
  private static final String FEED =
      "<rss version=\"2.0\"><channel><title>G</title><item><title>A</title>"
          + "<link>http://gazette.test/a</link><guid>a</guid></item></channel></rss>";

  @TempDir private Path folder;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void checkSaysWhatIsFetchedAndTriesItOnce() throws Exception {
    try (TestWeb web = new TestWeb()) {
      web.text("http://gazette.test/feed.xml", "application/rss+xml", FEED);
      web.page("http://gazette.test/a", "<html><title>Weir opens</title><p>Today.</p></html>");
      assertThat(run("check", "--settings", settings(web))).isZero();
      assertThat(out.toString())
          .contains("feed/gazette: http://gazette.test/feed.xml, every 1m")
          .contains(
              "site/gazette.test: pages that feeds, sitemaps and posts name, at most one every 10ms")
          .contains("feed/gazette: answered, names 1 page of a site that is fetched")
          .contains("site/gazette.test: http://gazette.test/a: fetched, \"Weir opens\"");
    }
  }

  @Test
  void checkFailsWhereASourceDoes() throws Exception {
    try (TestWeb web = new TestWeb()) {
      web.text("http://gazette.test/feed.xml", "text/html", "<html>no feed</html>");
      assertThat(run("check", "--settings", settings(web))).isEqualTo(1);
      assertThat(out.toString()).contains("feed/gazette: failed: not-a-feed");
    }
  }

  @Test
  void wrongSettingsAreTheAskersFault() throws Exception {
    Path file = Files.writeString(folder.resolve("weir.yaml"), "feedz: []\n");
    assertThat(run("check", "--settings", file.toString())).isEqualTo(2);
    assertThat(err.toString()).contains("weir.yaml:1").contains("feeds");
    assertThat(run("run", "--settings", folder.resolve("absent.yaml").toString())).isEqualTo(2);
  }

  @Test
  void describeSaysWhatIsFetchedInTheOrderOfItsStages() throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("weir.yaml"),
            """
            sites: [{domain: gazette.test, delay: 2s}]
            shorteners: [go.test, gazette.test]
            sitemaps: [{name: gazette, url: "http://gazette.test/sitemap.xml"}]
            feeds: [{name: gazette, url: "http://gazette.test/feed.xml"}]
            """);
    assertThat(run("describe", "--json", "--settings", file.toString())).isZero();
    ProgramPlan plan = ProgramPlan.parse(out.toString());
    assertThat(plan.sections()).containsExactly("feeds", "shorteners", "sitemaps", "sites");
    assertThat(plan.sources())
        .extracting(source -> source.id() + ": " + source.what() + ", " + source.often())
        .containsExactlyInAnyOrder(
            "feed/gazette: http://gazette.test/feed.xml, every 5m",
            "sitemap/gazette: http://gazette.test/sitemap.xml, every 1h",
            "site/go.test: links in posts, at most one every 1s",
            "site/gazette.test: pages that feeds, sitemaps and posts name, at most one every 2s");
    assertThat(plan.sources().get(3).id()).isEqualTo("site/gazette.test");
    assertThat(plan.hasWork()).isTrue();
  }

  @Test
  void nothingIsFetchedWithoutAContact() throws Exception {
    Path file = Files.writeString(folder.resolve("weir.yaml"), "shorteners: [go.test]\n");
    assertThat(run("check", "--settings", file.toString())).isEqualTo(2);
    assertThat(err.toString()).contains("contact");
  }

  @Test
  void helpHasExamples() {
    for (String command :
        new String[] {
          "run", "once", "check", "describe", "page", "feed", "sitemap", "robots", "url"
        }) {
      assertThat(run(command, "--help")).isZero();
      assertThat(out.toString()).contains("Examples:");
    }
    assertThat(run()).isEqualTo(2);
  }

  private String settings(TestWeb web) throws IOException {
    String yaml =
        """
        contact: mailto:test@example.org
        http: {delay: 10ms, connect-to: {"*.test": "%s"}}
        sites: [{domain: gazette.test}]
        feeds: [{name: gazette, url: "http://gazette.test/feed.xml", every: 1m}]
        """
            .formatted(web.address());
    return Files.writeString(folder.resolve("weir.yaml"), yaml).toString();
  }

  private int run(String... arguments) {
    CommandLine command = ScrapeCommand.commandLine();
    return command
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(arguments);
  }
}
