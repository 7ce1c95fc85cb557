package dev.weir.spark.transform;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.row_number;

import java.io.Serializable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.KeyValueGroupedDataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.streaming.ExpiredTimerInfo;
import org.apache.spark.sql.streaming.OutputMode;
import org.apache.spark.sql.streaming.StatefulProcessorWithInitialState;
import org.apache.spark.sql.streaming.TTLConfig;
import org.apache.spark.sql.streaming.TimeMode;
import org.apache.spark.sql.streaming.TimerValues;
import org.apache.spark.sql.streaming.ValueState;
import org.jspecify.annotations.Nullable;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Keeps one row of each identity: the first in the order of the log, or of another column.
 *
 * <p>Input needs the columns {@code identity} (string, not null) and {@code kafka_offset}; a stream
 * also {@code kafka_partition} and {@code kafka_timestamp}. All copies of one identity have the
 * same Kafka key, thus lie in one partition, so that every reader of the log keeps the same copy,
 * however its batches are cut.
 *
 * <p>A stream remembers an identity for {@link #REMEMBERED}, by the time at which the broker
 * appended records: not by the clock, which goes on while the query is down, so that a copy that
 * stood right beside the first one was read after an outage as something new; and not by a
 * watermark, which would drop late rows. A batch knows all identities.
 */
public final class Deduplicator {

  /** How long a stream remembers an identity. */
  public static final Duration REMEMBERED = Duration.ofHours(24);

  /** How a stream orders rows and tells how far apart two of them are. */
  private record Order(String order, String time, @Nullable String partition, Duration remembered)
      implements Serializable {}

  private static final Order LOG =
      new Order("kafka_offset", "kafka_timestamp", "kafka_partition", REMEMBERED);

  private static final MapFunction<String, String> SAME = identity -> identity;

  private Deduplicator() {}

  /**
   * The rows of {@code rows}, a stream or a batch, without the later copies; columns and types stay
   * as they are.
   */
  public static Dataset<Row> of(Dataset<Row> rows) {
    return by(LOG, rows);
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
            new Remember(LOG),
            TimeMode.ProcessingTime(),
            OutputMode.Append(),
            seen,
            Encoders.row(rows.schema()),
            Encoders.STRING());
  }

  private static Dataset<Row> by(Order order, Dataset<Row> rows) {
    return rows.isStreaming() ? ofStream(order, rows) : ofBatch(order.order(), rows);
  }

  private static Dataset<Row> ofStream(Order order, Dataset<Row> rows) {
    return byIdentity(rows)
        .transformWithState(
            new Remember(order),
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

    /** How often it is looked whether an old identity can be forgotten. */
    private static final long LOOK_MILLIS = Duration.ofHours(1).toMillis();

    private final Order order;

    /** The time of an identity's row, and its partition. */
    private transient @Nullable ValueState<Long> seen;

    /** The latest time that this task has read, by partition and kind of identity. */
    private transient @Nullable Map<String, Long> newest;

    Remember(Order order) {
      this.order = order;
    }

    @Override
    public void init(OutputMode outputMode, TimeMode timeMode) {
      seen = getHandle().getValueState("seen", Encoders.LONG(), TTLConfig.NONE());
      newest = new HashMap<>();
    }

    @Override
    public void handleInitialState(String identity, String known, TimerValues timers) {
      // The tables do not say when the broker had it.
      long now = timers.getCurrentProcessingTimeInMs();
      state().update(Place.of(now, Place.UNKNOWN));
      getHandle().registerTimer(now + order.remembered().toMillis());
    }

    @Override
    public scala.collection.Iterator<Row> handleInputRows(
        String identity, scala.collection.Iterator<Row> rows, TimerValues timers) {
      ValueState<Long> state = state();
      Long known = state.exists() ? state.get() : null;
      List<Row> fresh = new ArrayList<>();
      for (Row row : sorted(CollectionConverters.asJava(rows))) {
        long time = millis(row);
        int partition = partition(row);
        newest().merge(Place.group(identity, partition), time, Math::max);
        if (known == null || isOld(known, time)) {
          known = Place.of(time, partition);
          fresh.add(row);
        }
      }
      if (!fresh.isEmpty()) {
        state.update(known);
        getHandle()
            .registerTimer(timers.getCurrentProcessingTimeInMs() + order.remembered().toMillis());
      }
      return CollectionConverters.asScala(fresh.iterator());
    }

    /** The clock says when to look; the log says whether to forget. */
    @Override
    public scala.collection.Iterator<Row> handleExpiredTimer(
        String identity, TimerValues timers, ExpiredTimerInfo expired) {
      ValueState<Long> state = state();
      if (state.exists()) {
        long known = state.get();
        Long read = readSince(identity, Place.partition(known));
        if (read != null && isOld(known, read)) {
          state.clear();
        } else {
          getHandle().registerTimer(timers.getCurrentProcessingTimeInMs() + LOOK_MILLIS);
        }
      }
      return scala.collection.Iterator.empty();
    }

    /** How far its partition has been read since the start; where that is unknown, the slowest. */
    private @Nullable Long readSince(String identity, int partition) {
      if (partition != Place.UNKNOWN) {
        return newest().get(Place.group(identity, partition));
      }
      String kind = Place.kind(identity);
      return newest().entrySet().stream()
          .filter(read -> read.getKey().startsWith(kind))
          .map(Map.Entry::getValue)
          .min(Long::compare)
          .orElse(null);
    }

    private boolean isOld(long known, long time) {
      return time - Place.millis(known) > order.remembered().toMillis();
    }

    private long millis(Row row) {
      return Timestamps.instant(row.getAs(order.time())).toEpochMilli();
    }

    private int partition(Row row) {
      String column = order.partition();
      return column == null ? 0 : row.<Integer>getAs(column);
    }

    private List<Row> sorted(Iterator<Row> rows) {
      List<Row> all = new ArrayList<>();
      rows.forEachRemaining(all::add);
      if (all.size() > 1) {
        all.sort(Comparator.comparingLong(row -> row.<Long>getAs(order.order())));
      }
      return all;
    }

    private ValueState<Long> state() {
      return Objects.requireNonNull(seen, "init was not called");
    }

    private Map<String, Long> newest() {
      return Objects.requireNonNull(newest, "init was not called");
    }
  }

  /** A time and a partition in one number, which is what a state keeps of an identity. */
  private static final class Place {

    /** The last partition that there is room for. */
    static final int UNKNOWN = 1023;

    private static final int BITS = 10;

    static long of(long millis, int partition) {
      return (millis << BITS) | (partition & UNKNOWN);
    }

    static long millis(long place) {
      return place >> BITS;
    }

    static int partition(long place) {
      return (int) place & UNKNOWN;
    }

    /** What is read at its own speed: a partition of a topic, which the identity's kind tells. */
    static String group(String identity, int partition) {
      return kind(identity) + (partition & UNKNOWN);
    }

    static String kind(String identity) {
      return identity.substring(0, identity.indexOf('|') + 1);
    }
  }
}
