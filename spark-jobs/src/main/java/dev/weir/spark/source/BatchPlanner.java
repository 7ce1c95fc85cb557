package dev.weir.spark.source;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.apache.kafka.common.TopicPartition;

/**
 * Plans how far the batches of one query reach, so that a backlog is worked off in bounded batches
 * and no row comes behind the watermark. Belongs to the thread that plans the query's batches.
 *
 * <p>The watermark comes from heartbeats alone. One that the broker appended at <i>t</i> says: what
 * is appended from <i>t</i> on and counts, is not older than <i>t</i> less a delay. That is of use
 * only to a reader who has everything that was appended before <i>t</i>. A reader of bounded
 * batches has not, if each topic and each partition is worked off at its own pace; and neither has
 * a reader of committed records, as long as an open transaction hides some. Hence three rules:
 *
 * <ol>
 *   <li>A stream of data that has more than {@code maxRecords} to read is cut at an instant
 *       <i>T</i>, the same in all its partitions: the batch takes exactly what was appended before
 *       <i>T</i>. However skewed the partitions are, none is ahead of another.
 *   <li>Heartbeats are read up to those that were appended before the earliest <i>T</i> of all
 *       streams of data. Of a stream that was not cut, the bound is where the heartbeats ended just
 *       before the end of that stream was looked up.
 *   <li>A stream of data ends at the last stable offset. Records behind it are there and cannot be
 *       read yet. Heartbeats are read only up to those that were appended before the first of them:
 *       a writer that dies in a transaction holds the watermark back until the broker ends the
 *       transaction, and nothing comes late.
 * </ol>
 *
 * <p>So at the end of each batch, for each heartbeat that was read, everything that was appended
 * before it has been read, too: in this batch, or in one before. The watermark that a heartbeat
 * leads to holds from the next batch on, and what that one reads was appended after the heartbeat.
 *
 * <p>It does not matter in which order Spark asks the streams. A bound that a stream set for an
 * earlier batch is lower than that of this batch, and so is safe. After a start, heartbeats wait
 * until each stream of data has been asked once: batches that Spark repeats from its own log are
 * not planned here, and were planned by these rules before.
 *
 * <p>Streams may be cut at different instants. One that is ahead only has its rows earlier; since
 * the heartbeats follow the last one, that costs state and drops nothing. That a broker's clock
 * steps back, or that two brokers' clocks differ, is what {@code time.margin} is for. Records of
 * one millisecond are never divided, so a batch may exceed its bound by as many as were appended in
 * one.
 */
final class BatchPlanner implements AutoCloseable {

  /** A search for T ends when a batch is filled by this share. */
  private static final double FULL_ENOUGH = 0.8;

  private static final long FIRST_STEP_MILLIS = 1000;

  /** Later than any time of an append: 2^43 milliseconds are in the year 2248. */
  private static final long END_OF_TIME = 1L << 43;

  /** Heartbeats of batches that take less than this are read in larger batches. */
  private static final Duration QUICK = Duration.ofSeconds(30);

  private static final long MOST_OFFSETS = 1L << 50;

  private final Log log;
  private final long maxRecords;
  private final LongSupplier nanoTime;
  private final Map<Object, Budget> budgets = new HashMap<>();
  private final Set<Object> dataStreams = new HashSet<>();
  private final Map<Object, Map<TopicPartition, Long>> trusted = new HashMap<>();
  private final Map<Object, Long> lastCut = new HashMap<>();

  /**
   * @param maxRecords of a stream in a batch
   * @param nanoTime as {@link System#nanoTime}
   */
  BatchPlanner(Log log, long maxRecords, LongSupplier nanoTime) {
    this.log = log;
    this.maxRecords = maxRecords;
    this.nanoTime = nanoTime;
  }

  /**
   * Where a batch ends.
   *
   * @param time everything that was appended before, and nothing else, is read; empty if everything
   *     that was there is read
   */
  private record Cut(Map<TopicPartition, Long> ends, OptionalLong time) {}

  /** Announces a stream of data, before any batch is planned. */
  void addData(Object stream) {
    dataStreams.add(stream);
  }

  /**
   * Plans how far a batch reads a stream of data.
   *
   * @param start where it begins
   * @param latest looks up where the stream ends now, for a reader of committed records
   */
  Map<TopicPartition, Long> planData(
      Object stream, Map<TopicPartition, Long> start, Supplier<Map<TopicPartition, Long>> latest) {
    // In this order: what is a heartbeat's past must lie before the ends that are looked up next.
    Map<TopicPartition, Long> heartbeats = log.heartbeatEnds();
    Map<TopicPartition, Long> stable = latest.get();
    OptionalLong hidden = log.firstAppendFrom(stable);
    Cut cut = cut(stream, start, stable, maxRecords);
    OptionalLong complete = earlier(cut.time(), hidden);
    if (complete.isEmpty()) {
      trusted.put(stream, heartbeats);
    } else {
      Map<TopicPartition, Long> before = log.offsetsAt(heartbeats.keySet(), complete.getAsLong());
      trusted.put(stream, lower(heartbeats, before));
    }
    return cut.ends();
  }

  private static OptionalLong earlier(OptionalLong one, OptionalLong other) {
    if (one.isEmpty() || other.isEmpty()) {
      return one.isEmpty() ? other : one;
    }
    return OptionalLong.of(Math.min(one.getAsLong(), other.getAsLong()));
  }

  /**
   * Plans how far a batch reads heartbeats.
   *
   * @param start where it begins
   * @param latest where the heartbeats end now
   */
  Map<TopicPartition, Long> planHeartbeats(
      Object stream, Map<TopicPartition, Long> start, Map<TopicPartition, Long> latest) {
    if (!trusted.keySet().containsAll(dataStreams)) {
      return start;
    }
    Map<TopicPartition, Long> ends = new HashMap<>(latest);
    for (Map<TopicPartition, Long> bound : trusted.values()) {
      // A partition that was not there yet when the bound was set has to wait.
      ends.replaceAll(
          (partition, end) ->
              Math.min(end, bound.getOrDefault(partition, start.getOrDefault(partition, 0L))));
    }
    ends.replaceAll((partition, end) -> Math.max(end, start.getOrDefault(partition, 0L)));
    return cut(stream, start, ends, heartbeatBudget(stream)).ends();
  }

  /**
   * How many offsets of heartbeats a batch takes. Heartbeats lie in a compacted topic, whose
   * offsets have holes: they say how many records there are at most, and there may be next to none.
   * So the bound is one of time: it grows as long as batches are quick, and shrinks when they are
   * not. Heartbeats keep no state, so how many a batch holds costs time alone.
   */
  private long heartbeatBudget(Object stream) {
    long now = nanoTime.getAsLong();
    Budget last = budgets.get(stream);
    long offsets = maxRecords;
    if (last != null) {
      boolean isQuick = now - last.planned() < QUICK.toNanos();
      offsets = isQuick ? last.offsets() * 2 : Math.max(maxRecords, last.offsets() / 2);
    }
    budgets.put(stream, new Budget(Math.min(offsets, MOST_OFFSETS), now));
    return Math.min(offsets, MOST_OFFSETS);
  }

  /** How many offsets a batch was given, and when it was planned. */
  private record Budget(long offsets, long planned) {}

  private Cut cut(
      Object stream, Map<TopicPartition, Long> start, Map<TopicPartition, Long> latest, long most) {
    if (size(start, latest) <= most) {
      return new Cut(latest, OptionalLong.empty());
    }
    long low = lastCut.getOrDefault(stream, 0L);
    if (size(start, endsAt(start, latest, low)) > 0) {
      low = 0;
    }
    long high = low;
    long step = FIRST_STEP_MILLIS;
    Map<TopicPartition, Long> ends = start;
    // Up to low it is not too much, up to high it is.
    while (high < END_OF_TIME) {
      high = Math.min(END_OF_TIME, high + step);
      Map<TopicPartition, Long> candidate = endsAt(start, latest, high);
      if (size(start, candidate) > most) {
        break;
      }
      low = high;
      ends = candidate;
      step *= 2;
    }
    while (high - low > 1 && size(start, ends) < most * FULL_ENOUGH) {
      long middle = low + (high - low) / 2;
      Map<TopicPartition, Long> candidate = endsAt(start, latest, middle);
      if (size(start, candidate) > most) {
        high = middle;
      } else {
        low = middle;
        ends = candidate;
      }
    }
    if (size(start, ends) == 0) {
      // One millisecond holds more than a batch should: it is taken whole, or nothing would move.
      low = high;
      ends = endsAt(start, latest, high);
    }
    lastCut.put(stream, low);
    return new Cut(ends, OptionalLong.of(low));
  }

  /** What was appended before a time, within what is there. */
  private Map<TopicPartition, Long> endsAt(
      Map<TopicPartition, Long> start, Map<TopicPartition, Long> latest, long millis) {
    Map<TopicPartition, Long> ends =
        new HashMap<>(lower(latest, log.offsetsAt(latest.keySet(), millis)));
    ends.replaceAll((partition, end) -> Math.max(end, start.getOrDefault(partition, 0L)));
    return ends;
  }

  private static Map<TopicPartition, Long> lower(
      Map<TopicPartition, Long> ends, Map<TopicPartition, Long> bounds) {
    Map<TopicPartition, Long> lower = new HashMap<>(ends);
    lower.replaceAll(
        (partition, end) ->
            Optional.ofNullable(bounds.get(partition)).map(b -> Math.min(b, end)).orElse(end));
    return lower;
  }

  private static long size(Map<TopicPartition, Long> start, Map<TopicPartition, Long> ends) {
    return ends.entrySet().stream()
        .mapToLong(end -> Math.max(0, end.getValue() - start.getOrDefault(end.getKey(), 0L)))
        .sum();
  }

  @Override
  public void close() {
    log.close();
  }
}
