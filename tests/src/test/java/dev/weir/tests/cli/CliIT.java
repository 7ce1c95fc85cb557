package dev.weir.tests.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.weir.infra.local.stack.LocalStack;
import dev.weir.infra.s3.ObjectInfo;
import dev.weir.infra.s3.ObjectLocation;
import dev.weir.infra.s3.ObjectStore;
import dev.weir.infra.s3.S3ObjectStore;
import dev.weir.infra.stream.LiveReader;
import dev.weir.infra.stream.LiveSnapshot;
import dev.weir.infra.stream.TopicReader;
import dev.weir.schemas.record.Aggregate;
import dev.weir.schemas.record.CoverageInterval;
import dev.weir.schemas.record.Cursor;
import dev.weir.schemas.record.Post;
import dev.weir.schemas.settings.StackSettings;
import dev.weir.schemas.topic.Keys;
import dev.weir.tests.local.PreparedServers;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CliIT {

  private static final Instant NOW = Instant.now().truncatedTo(ChronoUnit.MICROS);

  @TempDir static Path folder;
  private static PreparedServers prepared;
  private static LocalStack servers;
  private static StackSettings stack;
  private static Path settings;
  private static WeirProcess weir;

  @BeforeAll
  static void start() throws Exception {
    prepared = PreparedServers.start(folder, folder.resolve("data"), "");
    servers = prepared.servers();
    settings = prepared.settings();
    stack = prepared.stack();
    weir = new WeirProcess(folder, servers.s3Credentials().environment());
  }

  @AfterAll
  static void stop() {
    prepared.close();
  }

  @Test
  void tailSelectsFromTheStreamAndSurvivesWhatIsBroken() throws Exception {
    try (Publisher publisher = new Publisher(stack)) {
      for (int i = 0; i < 20; i++) {
        publisher.send("posts", "mastodon|" + i, post(i));
      }
      publisher.sendBytes("posts", "broken", "not Avro".getBytes(StandardCharsets.UTF_8));
      publisher.sendBytes("posts", "unknown", new byte[] {0, 0, 15, 66, 64, 1});
      try (Publisher aborted = Publisher.transactional(stack)) {
        aborted.send("posts", "mastodon|666", post(666));
        aborted.abort();
      }
    }

    WeirProcess.Result all = tail("posts", "--from", "earliest", "--no-follow");
    WeirProcess.Result some =
        tail(
            "posts",
            "--from",
            "1h",
            "--where",
            "list_contains(tags, 'even') AND id::INT BETWEEN 4 AND 100",
            "-n",
            "3",
            "--meta");

    assertThat(all.exitCode()).isZero();
    assertThat(all.out()).hasSize(20).noneMatch(line -> line.contains("666"));
    assertThat(all.err()).contains("not-framed").contains("unknown-schema-id");
    assertThat(some.exitCode()).isZero();
    assertThat(some.out()).hasSize(3);
    for (String line : some.out()) {
      JsonNode json = new ObjectMapper().readTree(line);
      assertThat(json.get("_key").asText()).isEqualTo("mastodon|" + json.get("id").asText());
      assertThat(json.get("event_time").asText()).isEqualTo(NOW.toString());
      assertThat(json.get("id").asInt() % 2).isZero();
    }
  }

  @Test
  void whatIsAskedWronglyEndsWithTwo() throws Exception {
    WeirProcess.Result condition = tail("posts", "--where", "nosuch = 1");
    WeirProcess.Result topic = tail("psts");

    assertThat(condition.exitCode()).isEqualTo(2);
    assertThat(condition.err()).contains("nosuch");
    assertThat(topic.exitCode()).isEqualTo(2);
    assertThat(topic.err()).contains("Expected one of");
  }

  @Test
  void sourcesAreListedWithTheirGapsAndCanBeForgotten() throws Exception {
    try (Publisher publisher = new Publisher(stack)) {
      CoverageInterval gap = interval(NOW.minusSeconds(50), NOW.minusSeconds(40), "gap");
      CoverageInterval open = interval(NOW.minusSeconds(40), NOW, "complete");
      for (CoverageInterval one :
          List.of(interval(NOW.minusSeconds(100), NOW.minusSeconds(50), "complete"), gap, open)) {
        publisher.send("coverage", Keys.coverage(one), one);
      }
      publisher.send(
          "cursors",
          Keys.cursor("feed/gazette"),
          Cursor.newBuilder()
              .setSource("feed/gazette")
              .setPosition("{\"etag\":\"x\"}")
              .setOpenInterval(open)
              .setUpdatedAt(NOW)
              .build());
    }

    WeirProcess.Result listed = sources("ls", "--format", "json");
    WeirProcess.Result gaps = sources("ls", "--gaps", "--format", "csv");
    WeirProcess.Result unasked = sources("forget", "feed/gazette");
    WeirProcess.Result forgotten = sources("forget", "feed/gazette", "--yes");
    WeirProcess.Result after = sources("ls", "--format", "json");
    WeirProcess.Result again = sources("forget", "feed/gazette", "--yes");

    JsonNode row = new ObjectMapper().readTree(listed.out().get(0));
    assertThat(row.get("state").asText()).isEqualTo("complete");
    assertThat(row.get("complete_since").asText()).isEqualTo(NOW.minusSeconds(40).toString());
    assertThat(row.get("gaps").asInt()).isEqualTo(1);
    assertThat(gaps.out()).hasSize(2).last().asString().endsWith(",gap,feed rolled over");
    assertThat(unasked.exitCode()).isEqualTo(1);
    assertThat(forgotten.exitCode()).isZero();
    assertThat(new ObjectMapper().readTree(after.out().get(0)).get("state").asText())
        .isEqualTo("forgotten");
    assertThat(again.exitCode()).isEqualTo(1);
    try (TopicReader reader = TopicReader.open(stack, name -> null)) {
      assertThat(reader.latest("cursors", Cursor.class).get("feed/gazette").getDeleted()).isTrue();
    }
  }

  @Test
  void aSourceThatIsRetiredStaysListedAsThat() throws Exception {
    try (Publisher publisher = new Publisher(stack)) {
      CoverageInterval silent = interval(NOW.minusSeconds(50), NOW, "complete");
      silent.setSource("feed/gone");
      publisher.send("coverage", Keys.coverage(silent), silent);
    }

    WeirProcess.Result retired = sources("retire", "feed/gone", "--yes");
    WeirProcess.Result again = sources("retire", "feed/gone", "--yes");
    WeirProcess.Result nobody = sources("retire", "feed/nobody", "--yes");
    WeirProcess.Result listed = sources("ls", "--format", "csv");

    assertThat(retired.exitCode()).isZero();
    assertThat(again.exitCode()).isEqualTo(1);
    assertThat(again.err()).contains("retired already");
    assertThat(nobody.exitCode()).isEqualTo(1);
    assertThat(listed.out()).anyMatch(line -> line.startsWith("feed/gone,retired,"));
  }

  @Test
  void theLiveReaderFollowsWhatIsPublished() throws Exception {
    try (Publisher publisher = new Publisher(stack);
        LiveReader reader = LiveReader.start(stack, name -> null, Clock.systemUTC())) {
      await().atMost(Duration.ofSeconds(60)).until(() -> reader.snapshot().caughtUp());
      Aggregate aggregate =
          Aggregate.newBuilder()
              .setQuery("counts")
              .setMetric("tags")
              .setDimension("rain")
              .setWindowStart(NOW)
              .setWindowEnd(NOW.plusSeconds(60))
              .setValues(Map.of("count", 5L))
              .setRevision(1)
              .build();
      publisher.send("aggregates", Keys.aggregate(aggregate), aggregate);
      publisher.sendBytes("aggregates", "broken", new byte[] {1});

      await()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(
              () -> {
                LiveSnapshot live = reader.snapshot();
                assertThat(live.tags()).contains(new LiveSnapshot.Ranked("rain", 5));
                assertThat(live.undecodable()).isEqualTo(1);
                assertThat(live.problem()).isEmpty();
              });
    }
  }

  @Test
  void theBucketIsReadAndWritten() throws Exception {
    Path file = Files.writeString(folder.resolve("upload"), "0123456789");
    Map<String, String> credentials = servers.s3Credentials().environment();
    try (ObjectStore store = S3ObjectStore.connect(stack, credentials::get)) {
      assertThat(store.bucketExists("cli-test")).isFalse();
      store.createBucket("cli-test");
      store.createBucket("cli-test");
      for (String key : List.of("a/1", "a/b/2", "a/b/3 x", "c")) {
        store.upload(new ObjectLocation("cli-test", key), file);
      }

      List<String> keys = new ArrayList<>();
      store.list(new ObjectLocation("cli-test", "a/"), found -> keys.add(found.location().key()));
      assertThat(keys).containsExactly("a/1", "a/b/2", "a/b/3 x");
      assertThat(store.folders(new ObjectLocation("cli-test", "a/"))).containsExactly("a/b/");
      ObjectLocation one = new ObjectLocation("cli-test", "a/b/3 x");
      assertThat(store.head(one)).map(ObjectInfo::bytes).contains(10L);
      try (InputStream in = store.open(one, 7)) {
        assertThat(in.readAllBytes()).asString().isEqualTo("789");
      }
      ObjectInfo downloaded = store.download(one, folder.resolve("download"));
      assertThat(folder.resolve("download")).hasContent("0123456789");
      assertThat(store.head(one)).map(ObjectInfo::etag).contains(downloaded.etag());
      store.delete(one);
      store.delete(one);
      assertThat(store.head(one)).isEmpty();
      assertThatThrownBy(() -> store.download(one, folder.resolve("download")))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("s3://cli-test/a/b/3 x");
    }
  }

  @Test
  void theHistoryAnswersBeforeItsFirstRow() throws Exception {
    WeirProcess.Result tables = weir.run("history", "ls", "--settings", settings.toString());
    WeirProcess.Result count =
        weir.run(
            "history",
            "sql",
            "--settings",
            settings.toString(),
            "--format",
            "csv",
            "SELECT count(*) AS n FROM posts_current");
    WeirProcess.Result wrong =
        weir.run("history", "sql", "--settings", settings.toString(), "DROP TABLE posts");

    assertThat(tables.exitCode()).isZero();
    assertThat(tables.out()).hasSize(5);
    assertThat(count.out()).containsExactly("n", "0");
    assertThat(wrong.exitCode()).isEqualTo(2);
    assertThat(wrong.err()).contains("Expected a SELECT, got: DROP TABLE posts");
  }

  private static WeirProcess.Result tail(String... arguments) throws Exception {
    return run("tail", arguments);
  }

  private static WeirProcess.Result sources(String... arguments) throws Exception {
    return run("sources", arguments);
  }

  private static WeirProcess.Result run(String command, String... arguments) throws Exception {
    List<String> all = new ArrayList<>();
    all.add(command);
    all.addAll(List.of(arguments));
    all.add("--settings");
    all.add(settings.toString());
    return weir.run(all.toArray(String[]::new));
  }

  private static Post post(int i) {
    return Post.newBuilder()
        .setNetwork("mastodon")
        .setId(Integer.toString(i))
        .setVersion("1")
        .setOperation("CREATE")
        .setEventTime(NOW)
        .setObservedAt(NOW)
        .setSource("mastodon/town")
        .setTags(i % 2 == 0 ? List.of("even") : List.of())
        .build();
  }

  private static CoverageInterval interval(Instant start, Instant end, String status) {
    return CoverageInterval.newBuilder()
        .setSource("feed/gazette")
        .setScope("all")
        .setStart(start)
        .setEnd(end)
        .setStatus(status)
        .setReason(status.equals("gap") ? "feed rolled over" : null)
        .setObservedAt(end)
        .build();
  }
}
