package dev.weir.spark.verify;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.unix_micros;

import dev.weir.spark.verify.VerifyReport.Difference;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/** Rows of {@link Comparison#differences} as records, and what they are made of. */
final class Differences {

  private Differences() {}

  static List<Difference> of(Dataset<Row> expected, Dataset<Row> found) {
    return Comparison.differences(expected, found)
        .select(
            unix_micros(col("window_start")),
            unix_micros(col("window_end")),
            col("metric"),
            col("dimension"),
            col("expected"),
            col("found"))
        .collectAsList()
        .stream()
        .map(Differences::difference)
        .toList();
  }

  /** Numbers that begin at an instant or later and end at another or earlier. */
  static Dataset<Row> within(Dataset<Row> numbers, Instant since, Instant until) {
    return numbers.where(
        col("window_start").geq(lit(since)).and(col("window_end").leq(lit(until))));
  }

  static Instant instant(long micros) {
    return Instant.EPOCH.plusNanos(Math.multiplyExact(micros, 1000L));
  }

  private static Difference difference(Row row) {
    return new Difference(
        instant(row.getLong(0)),
        instant(row.getLong(1)),
        row.getString(2),
        row.getString(3),
        row.isNullAt(4) ? Map.of() : copy(row.getJavaMap(4)),
        row.isNullAt(5) ? Map.of() : copy(row.getJavaMap(5)));
  }

  private static Map<String, Long> copy(@Nullable Map<String, Long> values) {
    return values == null ? Map.of() : new TreeMap<>(values);
  }
}
