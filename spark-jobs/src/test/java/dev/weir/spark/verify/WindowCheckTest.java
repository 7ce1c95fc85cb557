package dev.weir.spark.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.schemas.record.Window;
import dev.weir.schemas.settings.TimeSettings;
import dev.weir.spark.query.Queries;
import dev.weir.spark.testing.Rows;
import dev.weir.spark.transform.Counts;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

class WindowCheckTest {

  private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
  private static final TimeSettings MINUTES = TimeSettings.defaults();
  private static final TimeSettings HOURS =
      MINUTES.withMillis(Map.of("window", Duration.ofHours(1).toMillis()));

  @Test
  void windowsAreRecomputedWithTheSettingsThatTheyWereComputedWith() {
    Dataset<Row> posts =
        Rows.dataset(
            Rows.POST,
            Rows.post("1", NOON),
            Rows.post("2", NOON.plusSeconds(60)),
            Rows.post("3", NOON.plusSeconds(3600)),
            Rows.post("4", NOON.plusSeconds(3600 + 1800)));
    TreeMap<Instant, Window> finals = new TreeMap<>();
    finals.put(NOON, window(NOON, MINUTES, 1));
    finals.put(NOON.plusSeconds(60), window(NOON.plusSeconds(60), MINUTES, 1));
    finals.put(NOON.plusSeconds(3600), window(NOON.plusSeconds(3600), HOURS, 2));
    Dataset<Row> found =
        Counts.recomputed(posts.where("id in ('1', '2')"), MINUTES)
            .union(Counts.recomputed(posts.where("id in ('3', '4')"), HOURS));
    List<TimeSettings> used = new ArrayList<>();

    WindowCheck.Result result =
        new WindowCheck(finals, HOURS)
            .compare(
                NOON,
                span -> {
                  used.add(span.time());
                  return Counts.recomputed(posts, span.time());
                },
                found);

    assertThat(used).containsExactly(MINUTES, HOURS);
    assertThat(result.differences()).isEmpty();
    assertThat(result.windows()).isEqualTo(3);
    assertThat(result.rows()).isEqualTo(4);
    assertThat(result.keys()).isEqualTo(6);
  }

  @Test
  void aFinalWindowWithAnotherNumberOfRowsDiffers() {
    TreeMap<Instant, Window> finals = new TreeMap<>(Map.of(NOON, window(NOON, MINUTES, 2)));
    Dataset<Row> numbers =
        Counts.recomputed(Rows.dataset(Rows.POST, Rows.post("1", NOON)), MINUTES);
    WindowCheck.Result result =
        new WindowCheck(finals, MINUTES).compare(NOON, span -> numbers, numbers);
    assertThat(result.differences()).hasSize(1);
    assertThat(result.differences().get(0).metric()).isEqualTo("window");
  }

  @Test
  void aPageThatWasFirstSeenLongBeforeIsReadWhereItsNewNameBeginsToMatch() {
    Map<String, Instant> from = new TreeMap<>();
    Queries.of("mentions")
        .recomputed(
            (table, column, since) -> {
              from.put(table + "." + column, since);
              return Rows.dataset(table.equals("posts") ? Rows.POST : Rows.PAGE);
            },
            NOON,
            MINUTES);
    assertThat(from)
        .containsEntry("pages.observed_at", NOON.minus(MINUTES.joinWindow().multipliedBy(2)))
        .containsEntry("posts.event_time", NOON.minus(MINUTES.joinWindow()).minus(MINUTES.skew()));
  }

  private static Window window(Instant start, TimeSettings time, long rows) {
    return Window.newBuilder()
        .setQuery("counts")
        .setWindowStart(start)
        .setWindowEnd(start.plus(time.window()))
        .setStatus("final")
        .setRule("live")
        .setRevision(1)
        .setRows(rows)
        .setRowsDropped(0)
        .setSourcesComplete(1)
        .setSourcesGap(0)
        .setSourcesUnknown(0)
        .setTimeSettings(time.toMillis())
        .setWrittenAt(start)
        .build();
  }
}
