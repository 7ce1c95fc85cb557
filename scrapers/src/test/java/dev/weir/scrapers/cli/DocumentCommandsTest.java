package dev.weir.scrapers.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class DocumentCommandsTest {
  @TempDir private Path folder;

  private record Outcome(int exit, String out, String err) {}

  @Test
  void aPageIsPrintedAsJson() throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("a.html"),
            "<title>Rain in the town today</title><p>Text<a href='/b'>b</a>");

    Outcome outcome =
        run(new PageCommand(), file.toString(), "--url", "http://gazette.test/a?utm_source=x");

    assertThat(outcome.exit).isZero();
    JsonNode page = new ObjectMapper().readTree(outcome.out);
    assertThat(page.path("url").asText()).isEqualTo("http://gazette.test/a");
    assertThat(page.path("title").asText()).isEqualTo("Rain in the town today");
    assertThat(page.path("outlinks").get(0).asText()).isEqualTo("http://gazette.test/b");
    assertThat(page.path("truncated").isBoolean()).isTrue();
  }

  @Test
  void aFeedsItemsArePrintedOneALine() throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("f.xml"),
            "<rss version='2.0'><channel><item><title>One</title></item><item><title>Two</title><pubDate>2026-11-02</pubDate></item></channel></rss>");

    Outcome outcome = run(new FeedCommand(), file.toString());

    assertThat(outcome.exit).isZero();
    assertThat(outcome.out.lines())
        .containsExactly(
            "{\"title\":\"One\"}",
            "{\"title\":\"Two\",\"published_at\":\"2026-11-02T00:00:00Z\",\"published_precision\":\"day\",\"published_zone\":\"assumed\"}");
  }

  @Test
  void urlsArePrintedInTheirNormalForm() throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("urls.txt"), "https://Gazette.test/a?utm_source=x#y\n\nmailto:ann\n");

    assertThat(run(new UrlCommand(), file.toString(), "https://news.gazette.test/b").out.lines())
        .containsExactly(
            "{\"url\":\"https://Gazette.test/a?utm_source=x#y\",\"canonical_url\":\"https://gazette.test/a\",\"domain\":\"gazette.test\"}",
            "{\"url\":\"mailto:ann\",\"canonical_url\":null,\"domain\":null}",
            "{\"url\":\"https://news.gazette.test/b\",\"canonical_url\":\"https://news.gazette.test/b\",\"domain\":\"gazette.test\"}");
    assertThat(run(new UrlCommand(), "nowhere.txt"))
        .isEqualTo(new Outcome(1, "", "Expected a file, an http(s) URL or -, got: nowhere.txt\n"));
  }

  @Test
  void aSitemapsAddressesArePrintedOneALine() throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("s.xml"),
            "<urlset><url><loc>/a</loc><lastmod>2026-11-02</lastmod></url><url><loc>/b</loc></url></urlset>");

    Outcome outcome =
        run(new SitemapCommand(), file.toString(), "--url", "https://gazette.test/sitemap.xml");

    assertThat(outcome.exit).isZero();
    assertThat(outcome.out.lines())
        .containsExactly(
            "{\"url\":\"https://gazette.test/a\",\"last_modified\":\"2026-11-02T00:00:00Z\"}",
            "{\"url\":\"https://gazette.test/b\",\"last_modified\":null}");
  }

  @Test
  void aRobotsTxtIsAskedForEachUrl() throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("robots.txt"),
            "\ufeffUser-agent: weirdbot\nDisallow: /\n\nUser-agent: Weir/1.0\nDisallow: /*%2F*\n");

    Outcome outcome =
        run(
            new RobotsCommand(),
            file.toString(),
            "https://gazette.test/a/b",
            "https://gazette.test/a%2Fb");

    assertThat(outcome.out.lines())
        .containsExactly(
            "{\"url\":\"https://gazette.test/a/b\",\"allowed\":true}",
            "{\"url\":\"https://gazette.test/a%2Fb\",\"allowed\":false}");
    assertThat(run(new RobotsCommand(), file.toString(), "nonsense").exit).isEqualTo(2);
    assertThat(run(new RobotsCommand(), file.toString()).exit).isEqualTo(2);
  }

  @Test
  void whatCannotBeParsedFailsWithAMessage() throws Exception {
    Path file = Files.writeString(folder.resolve("x"), "%PDF-1.7");

    assertThat(run(new PageCommand(), file.toString()))
        .isEqualTo(new Outcome(1, "", "Expected HTML, got: a PDF document\n"));
    assertThat(run(new FeedCommand(), file.toString()))
        .satisfies(outcome -> assertThat(outcome.exit).isEqualTo(1));
  }

  @Test
  void anAbsentFileFailsWithAMessage() {
    assertThat(run(new FeedCommand(), "nowhere.xml"))
        .isEqualTo(new Outcome(1, "", "Expected a file, an http(s) URL or -, got: nowhere.xml\n"));
  }

  @Test
  void nothingIsFetchedWithoutAContact() throws Exception {
    Path settings = Files.writeString(folder.resolve("weir.yaml"), "http: {delay: 0s}\n");

    Outcome outcome =
        run(new FeedCommand(), "http://gazette.test/feed.xml", "--settings", settings.toString());

    assertThat(outcome.exit).isEqualTo(1);
    assertThat(outcome.err).contains("contact");
  }

  private static Outcome run(Object command, String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine commandLine =
        new CommandLine(command)
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(err, true));
    int exit = commandLine.execute(arguments);
    return new Outcome(
        exit, out.toString().replace("\r\n", "\n"), err.toString().replace("\r\n", "\n"));
  }
}
