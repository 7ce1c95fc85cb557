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
import org.apache.spark.sql.Row;
import org.apache.spark.sql.streaming.OutputMode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecondHopTest {

  private static final TimeSettings TIME = TimeSettings.defaults();
  private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
  private static final String URL = "http://gazette.test/ice";

  @TempDir private Path folder;

  @Test
  void aMentionCountsInEachWindowThatHopsOverIt() {
    List<Row> numbers =
        Links.recomputed(
                Rows.dataset(
                    Rows.MENTION,
                    Rows.mention("a", URL, NOON),
                    Rows.mention("a", URL, NOON, "kafka_offset", 1),
                    Rows.mention("b", URL, NOON.plusSeconds(60), "author_id", "bob")),
                TIME)
            .collectAsList();
    assertThat(numbers).hasSize(2 * 16);
    assertThat(numbers)
        .filteredOn(row -> row.getAs("metric").equals("links"))
        .extracting(row -> row.getJavaMap(row.fieldIndex("values")).get("count"))
        .contains(1L, 2L)
        .doesNotContain(3L);
  }

  @Test
  void onlyTheFirstHopsHeartbeatsCloseTheSecondHopsWindows() throws Exception {
    Stream mentions = new Stream(Rows.MENTION);
    Stream coverage = new Stream(Rows.COVERAGE);
    try (Running running =
        Running.start(
            Links.live(mentions.rows(), coverage.rows(), TIME), OutputMode.Update(), folder)) {
      mentions.add(Rows.mention("a", URL, NOON.plusSeconds(90_000)));
      coverage.add(Rows.heartbeat("mastodon/town", NOON.plusSeconds(100_000)));
      running.process();
      mentions.add(Rows.mention("b", URL, NOON));
      assertThat(running.process()).isNotEmpty();
      coverage.add(Rows.heartbeat("query/mentions", NOON.plusSeconds(60)));
      running.process();
      mentions.add(Rows.mention("c", URL, NOON.plusSeconds(61)));
      running.process();
      assertThat(running.watermark()).isEqualTo(NOON.plusSeconds(60));
      assertThat(running.dropped()).isZero();
    }
  }

  @Test
  void aGapOfTheFirstHopThatReachesAheadOfItClosesNoWindow() throws Exception {
    Stream mentions = new Stream(Rows.MENTION);
    Stream coverage = new Stream(Rows.COVERAGE);
    try (Running running =
        Running.start(
            Links.live(mentions.rows(), coverage.rows(), TIME), OutputMode.Update(), folder)) {
      coverage.add(
          Rows.heartbeat("query/mentions", NOON),
          Rows.gap("query/mentions", NOON, NOON.plusSeconds(86_400)));
      running.process();
      mentions.add(Rows.mention("a", URL, NOON.plusSeconds(1)));
      assertThat(running.process()).isNotEmpty();
      assertThat(running.watermark()).isEqualTo(NOON);
      assertThat(running.dropped()).isZero();
    }
  }

  @Test
  void aSessionComesOutOnceWhenItHasEnded() throws Exception {
    Row[] talk = {
      Rows.mention("a", URL, NOON),
      Rows.mention("b", URL, NOON.plusSeconds(1700), "author_id", "bob"),
      Rows.mention("c", URL, NOON.plusSeconds(1700 + 1801))
    };
    Stream mentions = new Stream(Rows.MENTION);
    Stream coverage = new Stream(Rows.COVERAGE);
    List<Row> output = new ArrayList<>();
    try (Running running =
        Running.start(
            Sessions.live(mentions.rows(), coverage.rows(), TIME), OutputMode.Append(), folder)) {
      for (Row mention : talk) {
        mentions.add(mention);
        assertThat(running.process()).isEmpty();
      }
      for (int seconds : new int[] {3000, 3500, 3501, 4000}) {
        coverage.add(Rows.heartbeat("query/mentions", NOON.plusSeconds(seconds)));
        output.addAll(running.process());
      }
    }
    assertThat(output).hasSize(1);
    Map<String, Long> values = output.get(0).getJavaMap(output.get(0).fieldIndex("values"));
    assertThat(values).isEqualTo(Map.of("count", 2L, "authors", 2L, "duration", 1700L));
    assertThat(Sessions.recomputed(Rows.dataset(Rows.MENTION, talk), TIME).collectAsList())
        .hasSize(2)
        .contains(output.get(0));
  }
}
