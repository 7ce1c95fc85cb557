package dev.weir.spark.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.schemas.settings.TimeSettings;
import dev.weir.spark.testing.Rows;
import dev.weir.spark.transform.Counts;
import dev.weir.spark.verify.VerifyReport.DoubleRow;
import dev.weir.spark.verify.VerifyReport.QueryReport;
import dev.weir.spark.verify.VerifyReport.TableReport;
import java.time.Instant;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

class DoublesTest {

  private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");

  @Test
  void aRowThatTheHistoryHasTwiceIsNamedAlthoughTheNumbersAreEqual() {
    Dataset<Row> once =
        Rows.dataset(Rows.POST, Rows.post("1", NOON), Rows.post("2", NOON, "kafka_offset", 4));
    Dataset<Row> twice =
        once.union(Rows.dataset(Rows.POST, Rows.post("2", NOON, "kafka_offset", 9)));
    assertThat(
            Comparison.differences(
                    Counts.recomputed(twice, TimeSettings.defaults()),
                    Counts.recomputed(once, TimeSettings.defaults()))
                .collectAsList())
        .isEmpty();

    TableReport report = Doubles.in("posts", twice);

    assertThat(report.rows()).isEqualTo(3);
    assertThat(report.identities()).isEqualTo(2);
    assertThat(report.doubles()).hasSize(1);
    DoubleRow named = report.doubles().get(0);
    assertThat(named.identity()).isEqualTo("mastodon|2|1");
    assertThat(named.offsets()).containsExactlyInAnyOrder("0:4", "0:9");
    assertThat(report(report, 3, "").isEqual()).isFalse();
    assertThat(report(Doubles.in("posts", once), 3, "").isEqual()).isTrue();
  }

  @Test
  void anEmptyTableHasNoDoublesAndEqualOverNothingIsNoProof() {
    TableReport empty = Doubles.in("posts", Rows.dataset(Rows.POST));
    assertThat(empty).isEqualTo(new TableReport("posts", 0, 0, 0, List.of()));
    assertThat(report(empty, 0, "").isEqual()).isFalse();
    assertThat(report(empty, 3, "nothing is final").isEqual()).isFalse();
  }

  private static VerifyReport report(TableReport table, long keys, String problem) {
    QueryReport query =
        new QueryReport("counts", NOON, NOON, problem, 1, keys, 3, 0, List.of(), List.of());
    return new VerifyReport(NOON, NOON, List.of(), List.of(table), List.of(query));
  }
}
