package dev.weir.spark.transform;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.least;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;

import dev.weir.schemas.settings.TimeSettings;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import scala.collection.immutable.Seq$;

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

  /**
   * Whether a heartbeat has moved a watermark. Before the first one the watermark is the epoch, or
   * that of the data alone, which lies {@link #REACH} back: no window ends there.
   *
   * @param at when the batch began that ran with the watermark
   */
  public static boolean haveMoved(Instant watermark, Instant at) {
    return watermark.isAfter(at.minus(REACH.dividedBy(2)));
  }

  private static final String HEARTBEAT = "heartbeat";
  private static final Map<DataType, Object> EMPTY =
      Map.of(
          DataTypes.StringType,
          "",
          DataTypes.LongType,
          0L,
          DataTypes.BooleanType,
          false,
          DataTypes.TimestampType,
          Timestamp.from(Instant.EPOCH));

  private Heartbeats() {}

  /**
   * Of the sources: who was heard at a time has published what it observed before, but for the
   * margin, and nothing that counts is older than its observation by more than the allowed
   * lateness. The time is the earlier of the source's own clock and the broker's at the append: one
   * host whose clock is ahead must not close the windows of all others.
   *
   * @param coverage records of {@code coverage}, with {@code kafka_timestamp}
   * @return one column {@code vouched}: before it, no row that counts is still to come
   */
  public static Dataset<Row> ofSources(Dataset<Row> coverage, TimeSettings time) {
    return coverage
        .where(col("source").startsWith(QUERY).equalTo(false))
        .select(
            least(col("observed_at"), col("kafka_timestamp"))
                .minus(TimeStatusColumn.interval(time.watermarkDelay()))
                .as("vouched"));
  }

  /**
   * Of a query, whose intervals end where its own watermark stands; but for gaps, which say what it
   * has lost and may reach ahead of that.
   */
  public static Dataset<Row> ofQuery(Dataset<Row> coverage, String query) {
    return coverage
        .where(col("source").equalTo(QUERY + query).and(col("status").equalTo("complete")))
        .select(col("end").as("vouched"));
  }

  /**
   * Rows of a stream with a watermark that the heartbeats move.
   *
   * <p>The optimizer drops a side of a union that has no rows in a batch, and sees through the
   * other. Were the heartbeats' other columns constants there, then in a batch without data a join
   * would be given these constants for keys, and drop the rows of its other side. So a function
   * makes them, into which it cannot look, and with the data's own type, since the shape of a
   * join's state must not follow from what one batch holds either.
   *
   * @param rows has a timestamp {@code time}, which the watermark is put on. What a join compares
   *     must not be null by its type, or heartbeats would be removed before they are seen. A batch
   *     is given back as it is, since nothing is dropped in one.
   */
  static Dataset<Row> unite(Dataset<Row> rows, Dataset<Row> heartbeats, String time) {
    if (!rows.isStreaming()) {
      return rows;
    }
    Dataset<Row> data =
        rows.withColumn(time, coalesce(col(time), lit(Instant.EPOCH)))
            .withColumn(HEARTBEAT, lit(false));
    StructType type = data.schema();
    Dataset<Row> beats =
        heartbeats
            .where(col("vouched").isNotNull())
            .select(col("vouched").plus(TimeStatusColumn.interval(REACH)))
            .map((MapFunction<Row, Row>) beat -> beat(type, time, beat.get(0)), Encoders.row(type));
    // The predicate names the column of the watermark, or it would be pushed below it.
    Column isData = not(col(HEARTBEAT)).or(col(time).lt(lit(Instant.EPOCH)));
    return data.unionByName(beats)
        .withWatermark(time, REACH.toSeconds() + " seconds")
        .where(isData)
        .drop(HEARTBEAT);
  }

  private static Row beat(StructType type, String time, Object moment) {
    Object[] values =
        Arrays.stream(type.fields())
            .map(field -> field.nullable() ? null : empty(field.dataType()))
            .toArray();
    values[type.fieldIndex(time)] = moment;
    values[type.fieldIndex(HEARTBEAT)] = true;
    return RowFactory.create(values);
  }

  /** A value of a column that must not be null; nothing reads it. */
  private static Object empty(DataType type) {
    Object value = type instanceof ArrayType ? Seq$.MODULE$.empty() : EMPTY.get(type);
    if (value == null) {
      throw new IllegalArgumentException("Expected a column that may be null, got: " + type.sql());
    }
    return value;
  }
}
