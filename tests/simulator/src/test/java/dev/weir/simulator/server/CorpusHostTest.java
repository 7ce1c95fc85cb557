package dev.weir.simulator.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.weir.simulator.corpus.Corpus;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CorpusHostTest {
  private static final String STATUS =
      "{\"id\":\"%d\",\"uri\":\"u%d\",\"content\":\"\",\"account\":{}}";

  @TempDir private Path folder;

  @BeforeEach
  void record() throws IOException {
    Path page =
        Files.createDirectories(folder.resolve("pages/Some-Page")).resolve("source.html.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(page))) {
      out.write("<title>Ä</title>".getBytes(StandardCharsets.UTF_8));
    }
    Path feeds = Files.createDirectories(folder.resolve("feeds/parser/json"));
    Files.writeString(feeds.resolve("a.json"), "{}");
    Files.writeString(feeds.resolve("a_expected.json"), "{}");
    Files.writeString(feeds.resolve("b.xml"), "<rss/>");
    Files.createDirectories(folder.resolve("mastodon"));
    Files.writeString(
        folder.resolve("mastodon/some.json"),
        "["
            + STATUS.formatted(3, 3)
            + ","
            + STATUS.formatted(2, 2)
            + ","
            + STATUS.formatted(1, 1)
            + "]");
    Files.writeString(folder.resolve("mastodon/error.json"), "{\"error\":\"x\"}");
    Files.createDirectories(folder.resolve("bluesky"));
    Files.writeString(
        folder.resolve("bluesky/jetstream.jsonl"),
        "{\"time_us\":5}\n{\"time_us\":7}\n{\"time_us\":6}\n");
  }

  @Test
  void pagesFeedsAndStatusesAreServedAsRecordedAndNoted() throws IOException {
    try (Probe probe = probe()) {
      assertThat(probe.body("some-page.pages.test", "/")).isEqualTo("<title>Ä</title>");
      assertThat(probe.body("feeds.corpus.test", "/parser/json/b.xml")).isEqualTo("<rss/>");
      assertThat(probe.body("feeds.corpus.test", "/parser/json/a.json")).isEqualTo("{}");
      assertThat(probe.status("feeds.corpus.test", "/parser/json/a_expected.json")).isEqualTo(404);
      assertThat(probe.body("mastodon.corpus.test", "/api/v1/timelines/tag/some")).contains("u3");

      assertThat(probe.oracle("recorded"))
          .extracting(line -> line.path("type").asText() + " " + line.path("name").asText())
          .containsExactly(
              "page some-page",
              "feed /parser/json/b.xml",
              "feed /parser/json/a.json",
              "status some/1",
              "status some/2",
              "status some/3");
    }
  }

  @Test
  void aStatusWithoutIdOrContentIsServedToo() throws IOException {
    Files.writeString(
        folder.resolve("mastodon/found.json"),
        "{\"accounts\":[{\"acct\":\"a\",\"created_at\":\"x\"}],\"statuses\":["
            + STATUS.formatted(9, 9)
            + ",{\"created_at\":\"x\"}]}");
    try (Probe probe = probe()) {
      assertThat(probe.body("mastodon.corpus.test", "/api/v1/timelines/tag/found"))
          .contains("u9", "{\"created_at\":\"x\"}")
          .doesNotContain("acct");
    }
    Corpus corpus = Corpus.open(folder);
    assertThat(corpus.timelines().keySet()).containsExactly("found", "some");
    assertThat(corpus.withoutStatus()).containsExactly("error");
  }

  @Test
  void recordedTimelinesPageByMinId() throws IOException {
    try (Probe probe = probe()) {
      String timeline = "/api/v1/timelines/tag/some";

      assertThat(probe.body("mastodon.corpus.test", timeline + "?min_id=1&limit=1")).contains("u2");
      assertThat(probe.body("mastodon.corpus.test", timeline + "?min_id=2"))
          .contains("u3")
          .doesNotContain("u2");
      assertThat(probe.body("mastodon.corpus.test", timeline + "?min_id=3")).isEqualTo("[]");
      assertThat(probe.body("mastodon.corpus.test", timeline + "?max_id=2"))
          .contains("u1")
          .doesNotContain("u2");
    }
  }

  @Test
  void recordedMessagesComeFromTheFirstAtOrAfterTheCursor() {
    try (Probe probe = probe()) {
      List<String> all = Probe.messages();
      List<String> some = Probe.messages();
      probe.subscribe("jetstream.corpus.test", "", all);
      probe.subscribe("jetstream.corpus.test", "cursor=6", some);

      await()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(
              () -> {
                assertThat(all)
                    .containsExactly("{\"time_us\":5}", "{\"time_us\":7}", "{\"time_us\":6}");
                assertThat(some).containsExactly("{\"time_us\":7}", "{\"time_us\":6}");
              });
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void theIndexLeadsToAllPagesAndFeeds() throws IOException {
    try (Probe probe = probe()) {
      assertThat(probe.body("corpus.test", "/"))
          .contains("http://some-page.pages.test/", "http://feeds.corpus.test/parser/json/b.xml");
      assertThat(probe.body("corpus.test", "/feed.xml")).contains("http://some-page.pages.test/");
      assertThat(probe.body("corpus.test", "/sitemap.xml"))
          .contains("http://some-page.pages.test/");
    }
  }

  @Test
  void aFolderWithoutRecordingsIsRefused(@TempDir Path empty) {
    assertThatThrownBy(() -> Corpus.open(empty))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(empty.toString());
  }

  private Probe probe() throws IOException {
    return new Probe(10, "all", Optional.of(Corpus.open(folder)));
  }
}
