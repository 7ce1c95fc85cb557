package dev.weir.spark.transform;

import static org.apache.spark.sql.functions.col;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.schemas.settings.TimeSettings;
import dev.weir.spark.testing.Rows;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

class TimeStatusColumnTest {

  private static final TimeSettings TIME = TimeSettings.defaults();

  @Test
  void theColumnSaysWhatTheSettingsSayAroundBothBounds() {
    Instant observed = Instant.parse("2026-03-29T01:00:00.000001Z");
    List<Row> posts = new ArrayList<>();
    List<String> expected = new ArrayList<>();
    for (Duration bound : List.of(TIME.allowedLateness().negated(), TIME.skew(), Duration.ZERO)) {
      for (int micros = -1; micros <= 1; micros++) {
        Instant event = observed.plus(bound).plusNanos(micros * 1000L);
        posts.add(Rows.post("p" + posts.size(), event, "observed_at", observed));
        expected.add(TIME.status(event, observed).text());
      }
    }
    List<String> found =
        Rows.dataset(Rows.POST, posts.toArray(Row[]::new))
            .select(TimeStatusColumn.of(TIME, col("event_time"), col("observed_at")))
            .collectAsList()
            .stream()
            .map(row -> row.getString(0))
            .toList();
    assertThat(found).isEqualTo(expected).contains("ok", "late", "future");
  }
}
