package dev.weir.spark.transform;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.row_number;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.streaming.ExpiredTimerInfo;
import org.apache.spark.sql.streaming.OutputMode;
import org.apache.spark.sql.streaming.StatefulProcessor;
import org.apache.spark.sql.streaming.TTLConfig;
import org.apache.spark.sql.streaming.TimeMode;
import org.apache.spark.sql.streaming.TimerValues;
import org.apache.spark.sql.streaming.ValueState;
import org.jspecify.annotations.Nullable;
import scala.collection.JavaConverters;

/**
 * Of the pairs of a post's links and the pages that they may mean, those that are mentions.
 *
 * <ul>
 *   <li>A link means one page: the first that was observed under that name. A page that moved hands
 *       its names on to the page that took its place, which must not be mentioned by them again.
 *   <li>A page is mentioned once by a post, by the first of its links.
 * </ul>
 *
 * <p>Pairs are ordered by {@code event_time}, then {@code page_observed_at}, then {@code
 * canonical_url}. In a stream, the pairs of an earlier batch come first. That is the same order,
 * since of two pages with one name, the one that was observed first is first in the log, and a
 * batch takes the same stretch of time of all partitions.
 */
final class OncePerLink {

  /** Column: when the broker had appended both of a pair. */
  static final String APPENDED = "appended";

  private static final String[] ORDER = {"event_time", "page_observed_at", "canonical_url"};

  private OncePerLink() {}

  /**
   * The pairs that are mentions; columns and types stay as they are.
   *
   * @param pairs with {@code mention_id}, {@code network}, {@code post_id}, {@code post_version},
   *     {@code link} and the columns of the order Of a stream also {@link #APPENDED}.
   * @param remembered for how long a stream remembers a post's links, by the time at which the
   *     broker appended records: the clock goes on while the query is down
   */
  static Dataset<Row> of(Dataset<Row> pairs, Duration remembered) {
    return pairs.isStreaming() ? ofStream(pairs, remembered) : ofBatch(pairs);
  }

  private static Dataset<Row> ofStream(Dataset<Row> pairs, Duration remembered) {
    MapFunction<Row, String> post =
        pair ->
            String.join(
                "|",
                pair.<String>getAs("network"),
                pair.<String>getAs("post_id"),
                pair.<String>getAs("post_version"));
    return pairs
        .groupByKey(post, Encoders.STRING())
        .transformWithState(
            new Remember(remembered),
            TimeMode.ProcessingTime(),
            OutputMode.Append(),
            Encoders.row(pairs.schema()));
  }

  private static Dataset<Row> ofBatch(Dataset<Row> pairs) {
    Dataset<Row> onePageALink = first(pairs, "network", "post_id", "post_version", "link");
    return first(onePageALink, "mention_id");
  }

  private static Dataset<Row> first(Dataset<Row> pairs, String key, String... more) {
    return pairs
        .withColumn(
            "place",
            row_number().over(Window.partitionBy(key, more).orderBy(ORDER[0], ORDER[1], ORDER[2])))
        .where(col("place").equalTo(1))
        .drop("place");
  }

  /** Remembers the links and pages of a post, one a line, links with a mark before them. */
  private static final class Remember extends StatefulProcessor<String, Row, Row> {
    private static final long serialVersionUID = 1L;
    private static final String LINK = ">";

    /** How often it is looked whether a post can be forgotten. */
    private static final long LOOK_MILLIS = Duration.ofHours(1).toMillis();

    private final Duration remembered;
    private transient @Nullable ValueState<String> used;

    /** When the log had the last pair of the post, in milliseconds. */
    private transient @Nullable ValueState<Long> last;

    /** The latest time in the log that this task has read since it began. */
    private transient long newest;

    Remember(Duration remembered) {
      this.remembered = remembered;
    }

    @Override
    public void init(OutputMode outputMode, TimeMode timeMode) {
      used = getHandle().getValueState("used", Encoders.STRING(), TTLConfig.NONE());
      last = getHandle().getValueState("last", Encoders.LONG(), TTLConfig.NONE());
      newest = 0;
    }

    @Override
    public scala.collection.Iterator<Row> handleInputRows(
        String post, scala.collection.Iterator<Row> rows, TimerValues timers) {
      ValueState<String> state = Objects.requireNonNull(used, "init was not called");
      Set<String> before = new LinkedHashSet<>();
      if (state.exists()) {
        before.addAll(state.get().lines().toList());
      }
      List<Row> pairs = new ArrayList<>();
      JavaConverters.asJava(rows).forEachRemaining(pairs::add);
      pairs.sort(
          Comparator.comparing((Row pair) -> micros(pair, ORDER[0]))
              .thenComparing(pair -> micros(pair, ORDER[1]))
              .thenComparing(pair -> pair.<String>getAs(ORDER[2])));
      List<Row> mentions = new ArrayList<>();
      boolean isNew = false;
      for (Row pair : pairs) {
        if (before.add(LINK + pair.<String>getAs("link"))) {
          isNew = true;
          if (before.add(pair.getAs("canonical_url"))) {
            mentions.add(pair);
          }
        }
      }
      if (isNew) {
        state.update(String.join("\n", before));
      }
      long appended =
          pairs.stream().mapToLong(pair -> micros(pair, APPENDED) / 1000).max().orElse(newest);
      newest = Math.max(newest, appended);
      ValueState<Long> time = Objects.requireNonNull(last, "init was not called");
      if (!time.exists()) {
        time.update(appended);
        lookAgain(timers, remembered.toMillis());
      } else if (time.get() < appended) {
        time.update(appended);
      }
      return JavaConverters.asScala(mentions.iterator());
    }

    /** The clock says when to look; the log says whether to forget. */
    @Override
    public scala.collection.Iterator<Row> handleExpiredTimer(
        String post, TimerValues timers, ExpiredTimerInfo expired) {
      ValueState<Long> time = Objects.requireNonNull(last, "init was not called");
      if (time.exists() && newest - remembered.toMillis() > time.get()) {
        Objects.requireNonNull(used, "init was not called").clear();
        time.clear();
      } else if (time.exists()) {
        lookAgain(timers, LOOK_MILLIS);
      }
      return scala.collection.Iterator.empty();
    }

    private void lookAgain(TimerValues timers, long millis) {
      getHandle().registerTimer(timers.getCurrentProcessingTimeInMs() + millis);
    }

    private static long micros(Row pair, String column) {
      return ChronoUnit.MICROS.between(Instant.EPOCH, Timestamps.instant(pair.getAs(column)));
    }
  }
}
