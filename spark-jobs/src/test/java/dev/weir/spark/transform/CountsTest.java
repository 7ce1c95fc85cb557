package dev.weir.spark.transform;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.schemas.settings.TimeSettings;
import dev.weir.spark.testing.Rows;
import dev.weir.spark.testing.Running;
import dev.weir.spark.testing.Stream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.streaming.OutputMode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CountsTest {

  private static final TimeSettings TIME = TimeSettings.defaults();
  private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
  private static final List<Row> POSTS =
      List.of(
          Rows.post("1", NOON, "tags", List.of("ice", "snow"), "language", "en"),
          Rows.post("2", NOON.plusSeconds(59), "tags", List.of("ice"), "author_id", "bob"),
          Rows.post("3", NOON.plusSeconds(60), "network", "bluesky"),
          Rows.post("1", NOON.plusSeconds(5), "version", "2", "operation", "UPDATE"),
          Rows.post(
              "2",
              NOON.plusSeconds(7),
              "version",
              "2:delete",
              "operation",
              "DELETE",
              "author_id",
              null),
          // Not in time: late, from the future, and a copy.
          Rows.post("4", NOON, "observed_at", NOON.plusSeconds(601)),
          Rows.post("5", NOON.plusSeconds(301), "observed_at", NOON),
          Rows.post("1", NOON, "source", "mastodon/fedi", "kafka_offset", 9));

  @TempDir private Path folder;

  @Test
  void aHostWhoseClockIsAnHourAheadDoesNotCloseTheWindowsOfTheOthers() throws Exception {
    Stream posts = new Stream(Rows.POST);
    Stream coverage = new Stream(Rows.COVERAGE);
    try (Running running =
        Running.start(
            Counts.live(posts.rows(), coverage.rows(), TIME), OutputMode.Update(), folder)) {
      coverage.add(Rows.heartbeat("mastodon/ahead", NOON.plusSeconds(3600), NOON));
      running.process();
      posts.add(Rows.post("1", NOON), Rows.post("2", NOON.plusSeconds(1)));
      coverage.add(Rows.heartbeat("mastodon/behind", NOON, NOON.plusSeconds(60)));
      assertThat(running.process()).isNotEmpty();
      posts.add(Rows.post("3", NOON.plusSeconds(2)));
      running.process();
      assertThat(running.watermark()).isEqualTo(NOON.minus(TIME.watermarkDelay()));
      assertThat(running.dropped()).isZero();
    }
  }

  @Test
  void aWindowCountsWhatWasInTimeByMetricAndDimension() {
    Map<String, String> numbers =
        numbers(Counts.recomputed(Rows.dataset(Rows.POST, rows()), TIME).collectAsList());
    assertThat(numbers)
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "12:00 rows ", "4/2",
                "12:00 posts mastodon", "2/2",
                "12:00 tags ice", "2/2",
                "12:00 tags snow", "1/1",
                "12:00 languages en", "1/1",
                "12:00 edits mastodon", "1/1",
                "12:00 deletions mastodon", "1/0",
                "12:01 rows ", "1/1",
                "12:01 posts bluesky", "1/1"));
  }

  @Test
  void aStreamInManyBatchesEndsWithTheNumbersOfTheHistory() throws Exception {
    Stream posts = new Stream(Rows.POST);
    Stream coverage = new Stream(Rows.COVERAGE);
    List<Row> output = new ArrayList<>();
    try (Running running =
        Running.start(
            Counts.live(posts.rows(), coverage.rows(), TIME), OutputMode.Update(), folder)) {
      for (Row post : POSTS) {
        posts.add(post);
        coverage.add(Rows.heartbeat("mastodon/town", NOON.plusSeconds(120)));
        output.addAll(running.process());
      }
      assertThat(running.dropped()).isZero();
    }
    assertThat(numbers(output))
        .isEqualTo(
            numbers(Counts.recomputed(Rows.dataset(Rows.POST, rows()), TIME).collectAsList()));
  }

  @Test
  void heartbeatsOfSourcesAloneMoveTheWatermark() throws Exception {
    Stream posts = new Stream(Rows.POST);
    Stream coverage = new Stream(Rows.COVERAGE);
    try (Running running =
        Running.start(
            Counts.live(posts.rows(), coverage.rows(), TIME), OutputMode.Update(), folder)) {
      posts.add(Rows.post("1", NOON.plusSeconds(100_000)));
      running.process();
      posts.add(Rows.post("2", NOON));
      assertThat(running.process()).hasSize(2);
      coverage.add(
          Rows.heartbeat("mastodon/town", NOON.plus(TIME.watermarkDelay()).plusSeconds(60)),
          Rows.heartbeat("query/mentions", NOON.plusSeconds(200_000)));
      running.process();
      posts.add(Rows.post("3", NOON.plusSeconds(59)));
      running.process();
      assertThat(running.watermark()).isEqualTo(NOON.plusSeconds(60));
      posts.add(Rows.post("4", NOON.plusSeconds(59)), Rows.post("5", NOON.plusSeconds(60)));
      assertThat(numbers(running.process()))
          .containsOnlyKeys("12:01 rows ", "12:01 posts mastodon");
      assertThat(running.dropped()).isPositive();
    }
  }

  private static Row[] rows() {
    return POSTS.toArray(Row[]::new);
  }

  /** The last numbers of each key, as count/authors. */
  private static Map<String, String> numbers(List<Row> rows) {
    Map<String, String> numbers = new TreeMap<>();
    for (Row row : rows) {
      Map<String, Long> values = row.getJavaMap(row.fieldIndex("values"));
      String minute = row.getTimestamp(row.fieldIndex("window_start")).toInstant().toString();
      numbers.put(
          minute.substring(11, 16) + " " + row.getAs("metric") + " " + row.getAs("dimension"),
          values.get("count") + "/" + values.get("authors"));
    }
    return numbers;
  }
}
