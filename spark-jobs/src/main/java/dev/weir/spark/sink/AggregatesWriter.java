package dev.weir.spark.sink;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.udf;

import dev.weir.schemas.record.Aggregate;
import dev.weir.schemas.topic.Keys;
import dev.weir.spark.transform.Timestamps;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.api.java.UDF0;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Writes the numbers of one query to {@code aggregates}: states, not increments, so that a replayed
 * batch writes the same again. One Spark job a batch.
 */
public final class AggregatesWriter {

  private static final StructType SUMMARY =
      new StructType()
          .add("window_start", DataTypes.TimestampType)
          .add("window_end", DataTypes.TimestampType)
          .add("rows", DataTypes.LongType);

  private final TopicWriter topic;
  private final String query;
  private final int schemaId;

  public AggregatesWriter(TopicWriter topic, String query, int schemaId) {
    this.topic = topic;
    this.query = query;
    this.schemaId = schemaId;
  }

  /**
   * What a batch says of a window.
   *
   * @param rows counted in it so far
   */
  public record Total(Instant start, Instant end, long rows) {}

  /**
   * Writes numbers with {@code metric}, {@code dimension}, {@code window_start}, {@code window_end}
   * and {@code values}.
   *
   * @param finalUntil windows that end here or earlier are final, belong to an earlier generation,
   *     and are left alone
   * @return the totals among them
   */
  public List<Total> write(Dataset<Row> numbers, Instant finalUntil, long revision) {
    Map<String, Column> added = Map.of("query", lit(query), "revision", constant(revision));
    // One select: in a small batch, planning costs more than the rows.
    Dataset<Row> framed =
        numbers.select(
            col("metric"),
            col("dimension"),
            col("window_start"),
            col("window_end"),
            col("values").getItem("count").as("count"),
            AvroFrames.of(Aggregate.getClassSchema(), schemaId, added).as("value"));
    List<Row> totals =
        framed
            .mapPartitions(new Write(topic, query, finalUntil), Encoders.row(SUMMARY))
            .collectAsList();
    return totals.stream()
        .map(
            row ->
                new Total(
                    Timestamps.instant(row.get(0)), Timestamps.instant(row.get(1)), row.getLong(2)))
        .toList();
  }

  /** A value that differs from batch to batch: as a literal it would be compiled anew each time. */
  private static Column constant(long value) {
    UDF0<Long> give = () -> value;
    return udf(give, DataTypes.LongType).asNondeterministic().apply();
  }

  private record Write(TopicWriter topic, String query, Instant finalUntil)
      implements MapPartitionsFunction<Row, Row> {

    @Override
    public Iterator<Row> call(Iterator<Row> rows) throws IOException {
      List<Row> totals = new ArrayList<>();
      if (!rows.hasNext()) {
        return totals.iterator();
      }
      try (TopicWriter.Batch batch = topic.begin()) {
        while (rows.hasNext()) {
          Row row = rows.next();
          if (!Timestamps.instant(row.get(3)).isAfter(finalUntil)) {
            continue;
          }
          String metric = row.getString(0);
          Instant start = Timestamps.instant(row.get(2));
          batch.send(Keys.aggregate(query, metric, start, row.getString(1)), row.getAs(5));
          if (metric.equals("rows")) {
            totals.add(RowFactory.create(row.get(2), row.get(3), row.getLong(4)));
          }
        }
        batch.finish();
      }
      return totals.iterator();
    }
  }
}
