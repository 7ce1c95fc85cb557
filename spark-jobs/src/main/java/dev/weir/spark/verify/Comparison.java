package dev.weir.spark.verify;

import static org.apache.spark.sql.functions.array_sort;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.exists;
import static org.apache.spark.sql.functions.map_entries;
import static org.apache.spark.sql.functions.map_values;
import static org.apache.spark.sql.functions.max_by;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.when;

import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Numbers recomputed against numbers published: pure, Dataset to Dataset. */
public final class Comparison {

  private Comparison() {}

  /**
   * The valid numbers among all that were written: of each key those of the highest revision.
   *
   * @param aggregates records of {@code aggregates}
   */
  public static Dataset<Row> latest(Dataset<Row> aggregates) {
    return aggregates
        .groupBy("query", "metric", "dimension", "window_start")
        .agg(
            max_by(col("values"), col("revision")).as("values"),
            max_by(col("window_end"), col("revision")).as("window_end"));
  }

  /**
   * What differs, a row a key: {@code metric}, {@code dimension}, {@code window_start}, {@code
   * expected} and {@code found} (maps; null where there is nothing). A key that was published as
   * zero is as good as none.
   */
  public static Dataset<Row> differences(Dataset<Row> expected, Dataset<Row> found) {
    Dataset<Row> left = keyed(expected, "expected");
    Dataset<Row> right =
        keyed(found.where(exists(map_values(col("values")), value -> value.notEqual(0))), "found");
    String[] key = {"metric", "dimension", "window_start"};
    return left.join(right, key, "full_outer")
        .where(sorted("expected").eqNullSafe(sorted("found")).equalTo(false))
        .select(
            col("metric"),
            col("dimension"),
            col("window_start"),
            coalesce(col("expected_end"), col("found_end")).as("window_end"),
            col("expected"),
            col("found"))
        .orderBy("window_start", "metric", "dimension");
  }

  private static Dataset<Row> keyed(Dataset<Row> numbers, String name) {
    return numbers.select(
        col("metric"),
        col("dimension"),
        col("window_start"),
        col("window_end").as(name + "_end"),
        col("values").as(name));
  }

  /** Maps have no order and cannot be compared. A session's end is part of what it is. */
  private static Column sorted(String name) {
    Column entries = array_sort(map_entries(col(name)));
    return when(col(name).isNotNull(), struct(entries, col(name + "_end")));
  }
}
