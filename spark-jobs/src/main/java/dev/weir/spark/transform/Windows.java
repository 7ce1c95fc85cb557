package dev.weir.spark.transform;

import static org.apache.spark.sql.functions.approx_count_distinct;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.explode_outer;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.map;
import static org.apache.spark.sql.functions.window;

import java.time.Duration;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/**
 * Facts to numbers. A fact has {@code event_time}, {@code author} (may be null) and {@code items}:
 * an array of struct(metric, dimension), which it counts for. Its result has {@code metric}, {@code
 * dimension}, {@code window_start}, {@code window_end} and {@code values} (a map of numbers).
 */
final class Windows {

  /** Metric of the total of a window. */
  static final String ROWS = "rows";

  /** Relative error of the number of distinct authors. */
  static final double AUTHORS_ERROR = 0.05;

  private Windows() {}

  /** Tumbling windows where {@code slide} equals {@code size}, else hopping ones. */
  static Dataset<Row> perWindow(Dataset<Row> facts, Duration size, Duration slide) {
    return facts
        // The outer form, since the plain one adds a filter that would swallow the heartbeats.
        .select(col("event_time"), col("author"), explode_outer(col("items")).as("item"))
        .groupBy(
            window(col("event_time"), seconds(size), seconds(slide)).as("window"),
            col("item.metric").as("metric"),
            col("item.dimension").as("dimension"))
        .agg(count(lit(1)).as("count"), authors())
        .select(
            col("metric"),
            col("dimension"),
            col("window.start").as("window_start"),
            col("window.end").as("window_end"),
            map(lit("count"), col("count"), lit("authors"), col("authors")).as("values"));
  }

  /** One item of a fact. */
  static Column item(String metric, Column dimension) {
    return functions.struct(lit(metric).as("metric"), dimension.as("dimension"));
  }

  static Column authors() {
    return approx_count_distinct(col("author"), AUTHORS_ERROR).as("authors");
  }

  /** An author is known within a network. */
  static Column author() {
    return functions.when(
        col("author_id").isNotNull(), functions.concat_ws("|", col("network"), col("author_id")));
  }

  static String seconds(Duration duration) {
    return duration.toMillis() + " milliseconds";
  }
}
