package dev.weir.spark.running;

import dev.weir.schemas.kafka.LogReader;
import dev.weir.schemas.record.Aggregate;
import dev.weir.schemas.record.CoverageInterval;
import dev.weir.schemas.topic.Keys;
import dev.weir.schemas.topic.Topics;
import dev.weir.spark.decode.RegistryLink;
import dev.weir.spark.running.Checkpoint.Planned;
import dev.weir.spark.sink.Marker;
import dev.weir.spark.sink.TypedTopicReader;
import dev.weir.spark.stack.KafkaLink;
import dev.weir.spark.transform.Heartbeats;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** Which generation a query is in: one more with each checkpoint that it begins. */
public final class Generations {

  private static final String PREFIX = "generation ";

  /** How far the clocks of this host and the broker may be apart. */
  private static final Duration CLOCKS = Duration.ofMinutes(2);

  private Generations() {}

  /**
   * The generation after those that left a trace in {@code coverage}, in {@code aggregates} or in a
   * table's marker: in any of them, since a batch that was cut off has left it in some and not in
   * others.
   */
  static long next(
      String query, KafkaLink kafka, RegistryLink registry, Collection<Marker> markers) {
    long beaten = lastBeat(query, kafka, registry).map(Generations::of).orElse(0L);
    long marked = markers.stream().mapToLong(Marker::generation).max().orElse(0);
    return Math.max(Math.max(beaten, marked), lastWritten(query, kafka, registry)) + 1;
  }

  /** The highest generation in the revisions of the query's numbers; 0 where there are none. */
  private static long lastWritten(String query, KafkaLink kafka, RegistryLink registry) {
    try (LogReader reader = kafka.read(Topics.AGGREGATES)) {
      return of(lastRevision(query, reader, registry));
    }
  }

  private static long lastRevision(String query, LogReader reader, RegistryLink registry) {
    TypedTopicReader<Aggregate> decoder = new TypedTopicReader<>(registry, Aggregate.class);
    AtomicLong last = new AtomicLong();
    decoder.readToEnd(
        reader,
        Keys.prefix(query),
        number -> last.accumulateAndGet(number.getRevision(), Math::max));
    return last.get();
  }

  /** The revision of what a batch writes. */
  static long revision(long generation, long batch) {
    return (generation << 32) + batch;
  }

  private static long of(long revision) {
    return revision >> 32;
  }

  /**
   * The generation in which a checkpoint that has batches goes on: its own, unless numbers were
   * published after its last batch. Then it is older than the stream, as from a backup, and its
   * next batches would publish other numbers under revisions that are taken.
   */
  static long continued(
      String query, long generation, Planned last, KafkaLink kafka, RegistryLink registry) {
    Instant since = last.time().minus(CLOCKS);
    try (LogReader reader = kafka.readFrom(Topics.AGGREGATES, since)) {
      return continued(generation, last, lastRevision(query, reader, registry));
    }
  }

  /**
   * The same.
   *
   * @param published the highest revision that was published since the last batch was planned
   */
  static long continued(long generation, Planned last, long published) {
    return published <= revision(generation, last.number()) ? generation : of(published) + 1;
  }

  /** Whether this generation has written nothing yet, and others have before it. */
  public static boolean succeeds(QueryContext context) throws IOException {
    return context.generation() > 1 && context.checkpoint().committedOffsets().isEmpty();
  }

  /**
   * Up to where an earlier generation of this query has written for good; the epoch where this
   * generation goes on from itself.
   */
  public static Instant writtenBefore(String query, QueryContext context) throws IOException {
    if (context.checkpoint().committedOffsets().isPresent()) {
      return Instant.EPOCH;
    }
    return lastBeat(query, context.kafka(), context.registry())
        .filter(beat -> of(beat) < context.generation())
        .map(CoverageInterval::getEnd)
        .orElse(Instant.EPOCH);
  }

  /** The last heartbeat of a query; its end is how far the query has come in event time. */
  static Optional<CoverageInterval> lastBeat(String query, KafkaLink kafka, RegistryLink registry) {
    List<CoverageInterval> last = new ArrayList<>();
    TypedTopicReader<CoverageInterval> decoder =
        new TypedTopicReader<>(registry, CoverageInterval.class);
    String prefix = Heartbeats.QUERY + query + "|all|";
    try (LogReader reader = kafka.read(Topics.COVERAGE)) {
      decoder.readToEnd(reader, prefix, beat -> replace(last, beat));
    }
    return last.stream().findFirst();
  }

  private static void replace(List<CoverageInterval> last, CoverageInterval beat) {
    last.clear();
    last.add(beat);
  }

  private static long of(CoverageInterval beat) {
    String position = beat.getStartPosition();
    return position != null && position.startsWith(PREFIX)
        ? Long.parseLong(position.substring(PREFIX.length()))
        : 0;
  }
}
