package dev.weir.spark.transform;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import dev.weir.schemas.TimeSettings;
import java.time.Duration;
import java.time.Instant;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * What moves a query's watermark: the heartbeats of {@code coverage}, and nothing else.
 *
 * <p>Spark takes the watermark from the latest event that it has seen, less a delay. Were that an
 * event of the data, then one fast source, one post dated ahead, or one batch of a first hop that
 * is read in halves, would close windows over rows still to come. So the delay is set to {@link
 * #REACH}, which no event of the data can bridge, and a heartbeat is dated that much ahead of the
 * instant that it vouches for. Then the watermark is exactly the latest such instant: windows close
 * in quiet times, too.
 */
public final class Heartbeats {

  /** Sources whose name begins so are queries, which vouch for what they have written. */
  public static final String QUERY = "query/";

  /** Further than any event that counts may lie ahead of the watermark. */
  static final Duration REACH = Duration.ofDays(3650);

  private Heartbeats() {}

  /**
   * Of the sources: who was heard at a time has published what it observed before, but for the
   * margin, and nothing that counts is older than its observation by more than the allowed
   * lateness.
   *
   * @param coverage records of {@code coverage}
   * @return one column {@code vouched}: before it, no row that counts is still to come
   */
  public static Dataset<Row> ofSources(Dataset<Row> coverage, TimeSettings time) {
    return coverage
        .where(col("source").startsWith(QUERY).equalTo(false))
        .select(
            col("observed_at")
                .minus(TimeStatusColumn.interval(time.watermarkDelay()))
                .as("vouched"));
  }

  /** Of a query, whose intervals end where its own watermark stands. */
  public static Dataset<Row> ofQuery(Dataset<Row> coverage, String query) {
    return coverage.where(col("source").equalTo(QUERY + query)).select(col("end").as("vouched"));
  }

  /**
   * Rows of a stream with a watermark that the heartbeats move.
   *
   * @param rows has a timestamp {@code time}, which the watermark is put on; a batch is given back
   *     as it is, since nothing is dropped in one
   * @param defaults values of columns that must not be null in the heartbeats' rows, lest a filter
   *     that the optimizer infers from a join removes them before they are seen
   */
  static Dataset<Row> unite(
      Dataset<Row> rows, Dataset<Row> heartbeats, String time, String... defaults) {
    if (!rows.isStreaming()) {
      return rows;
    }
    Dataset<Row> beats =
        heartbeats.select(
            col("vouched").plus(TimeStatusColumn.interval(REACH)).as(time),
            lit(true).as("heartbeat"));
    for (String column : defaults) {
      beats = beats.withColumn(column, lit(""));
    }
    // The predicate names the column of the watermark, or it would be pushed below it.
    Column isData = col("heartbeat").isNull().or(col(time).lt(lit(Instant.EPOCH)));
    return rows.unionByName(beats, true)
        .withWatermark(time, REACH.toSeconds() + " seconds")
        .where(isData)
        .drop("heartbeat");
  }
}
