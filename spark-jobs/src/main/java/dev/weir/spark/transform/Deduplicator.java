package dev.weir.spark.transform;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.row_number;

import java.time.Duration;
import java.util.Iterator;
import java.util.Objects;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.KeyValueGroupedDataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.streaming.OutputMode;
import org.apache.spark.sql.streaming.StatefulProcessorWithInitialState;
import org.apache.spark.sql.streaming.TTLConfig;
import org.apache.spark.sql.streaming.TimeMode;
import org.apache.spark.sql.streaming.TimerValues;
import org.apache.spark.sql.streaming.ValueState;
import org.jspecify.annotations.Nullable;
import scala.collection.JavaConverters;

/**
 * Keeps one row of each identity: the first in the order of the log, or of another column.
 *
 * <p>Input needs the columns {@code identity} (string, not null) and {@code kafka_offset}, or the
 * other column (long). All copies of one identity have the same Kafka key, thus lie in one
 * partition, so that every reader of the log keeps the same copy, however its batches are cut. A
 * stream remembers identities for {@link #REMEMBERED}, by the clock and not by a watermark, since a
 * watermark would drop late rows; a batch knows all of them.
 */
public final class Deduplicator {

  /** How long a stream remembers an identity. */
  public static final Duration REMEMBERED = Duration.ofHours(24);

  private static final MapFunction<String, String> SAME = identity -> identity;

  private Deduplicator() {}

  /**
   * The rows of {@code rows}, a stream or a batch, without the later copies; columns and types stay
   * as they are.
   */
  public static Dataset<Row> of(Dataset<Row> rows) {
    return by("kafka_offset", REMEMBERED, rows);
  }

  /**
   * The rows of a stream without later copies and without what is known already.
   *
   * @param known identities, in a column {@code identity}, that a stream without a checkpoint takes
   *     as seen when it begins
   */
  public static Dataset<Row> of(Dataset<Row> rows, Dataset<Row> known) {
    KeyValueGroupedDataset<String, String> seen =
        known.as(Encoders.STRING()).groupByKey(SAME, Encoders.STRING());
    return byIdentity(rows)
        .transformWithState(
            new Remember("kafka_offset", REMEMBERED),
            TimeMode.ProcessingTime(),
            OutputMode.Append(),
            seen,
            Encoders.row(rows.schema()),
            Encoders.STRING());
  }

  /**
   * The same by the order of another column; across a stream's batches, the earlier batch wins.
   *
   * @param remembered for how long a stream remembers an identity
   */
  static Dataset<Row> by(String order, Duration remembered, Dataset<Row> rows) {
    return rows.isStreaming() ? ofStream(order, remembered, rows) : ofBatch(order, rows);
  }

  private static Dataset<Row> ofStream(String order, Duration remembered, Dataset<Row> rows) {
    return byIdentity(rows)
        .transformWithState(
            new Remember(order, remembered),
            TimeMode.ProcessingTime(),
            OutputMode.Append(),
            Encoders.row(rows.schema()));
  }

  private static KeyValueGroupedDataset<String, Row> byIdentity(Dataset<Row> rows) {
    return rows.groupByKey(
        (MapFunction<Row, String>) row -> row.getAs("identity"), Encoders.STRING());
  }

  private static Dataset<Row> ofBatch(String order, Dataset<Row> rows) {
    return rows.withColumn("copy", row_number().over(Window.partitionBy("identity").orderBy(order)))
        .where(col("copy").equalTo(1))
        .drop("copy");
  }

  private static final class Remember
      extends StatefulProcessorWithInitialState<String, Row, Row, String> {
    private static final long serialVersionUID = 1L;

    private final String order;
    private final Duration remembered;
    private transient @Nullable ValueState<Boolean> seen;

    Remember(String order, Duration remembered) {
      this.order = order;
      this.remembered = remembered;
    }

    @Override
    public void init(OutputMode outputMode, TimeMode timeMode) {
      seen = getHandle().getValueState("seen", Encoders.BOOLEAN(), new TTLConfig(remembered));
    }

    @Override
    public void handleInitialState(String identity, String known, TimerValues timers) {
      state().update(true);
    }

    @Override
    public scala.collection.Iterator<Row> handleInputRows(
        String identity, scala.collection.Iterator<Row> rows, TimerValues timers) {
      ValueState<Boolean> state = state();
      if (state.exists()) {
        return scala.collection.Iterator.empty();
      }
      state.update(true);
      return scala.collection.Iterator.single(first(JavaConverters.asJava(rows)));
    }

    private ValueState<Boolean> state() {
      return Objects.requireNonNull(seen, "init was not called");
    }

    private Row first(Iterator<Row> rows) {
      Row first = rows.next();
      while (rows.hasNext()) {
        Row row = rows.next();
        if (row.<Long>getAs(order) < first.<Long>getAs(order)) {
          first = row;
        }
      }
      return first;
    }
  }
}
