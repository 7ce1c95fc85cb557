package dev.weir.spark.running;

import dev.weir.schemas.record.CoverageInterval;
import dev.weir.spark.running.EarliestOffsets.Lost;
import dev.weir.spark.running.StreamQuery.Markers;
import dev.weir.spark.sink.LogIdentity;
import dev.weir.spark.sink.Marker;
import dev.weir.spark.stack.JobSettings;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is looked at before a query starts. */
final class StartupChecks {

  private static final Logger LOG = LoggerFactory.getLogger(StartupChecks.class);

  private StartupChecks() {}

  /**
   * The context with its generation.
   *
   * @throws RefusedException if the query must not go on as things stand
   */
  static QueryContext check(StreamQuery query, QueryContext context) throws Exception {
    Checkpoint checkpoint = context.checkpoint();
    requireReachable(context.session().sparkContext().master(), context.settings());
    int partitions = context.settings().queries().shufflePartitions();
    Map<String, Long> time = new TreeMap<>(context.time().toMillis());
    time.keySet().retainAll(query.timeSettings());
    LogIdentity log = LogIdentity.of(context.kafka(), topics(query, context));
    checkpoint.requireIntact(partitions, time, log);
    Optional<Markers> markers = query.markers(context);
    if (markers.isPresent()) {
      requireSameLog(query.name(), markers.get(), log);
    }
    Optional<String> offsets = checkpoint.committedOffsets();
    if (markers.isPresent() && offsets.isPresent()) {
      requireInTables(checkpoint, offsets.get(), markers.get().whole());
    }
    if (offsets.isEmpty()) {
      offsets = markers.flatMap(Markers::whole).map(Marker::offsets);
    }
    checkGap(query, context, offsets);
    Optional<Checkpoint.Facts> facts = checkpoint.facts();
    long generation = generation(query, context, facts, markers);
    Instant since = facts.map(Checkpoint.Facts::since).orElseGet(() -> stood(query, context));
    Checkpoint.Facts now = new Checkpoint.Facts(generation, partitions, time, log, since);
    if (!facts.equals(Optional.of(now))) {
      checkpoint.begin(now);
    }
    return new QueryContext(
        context.session(),
        context.settings(),
        context.kafka(),
        context.registry(),
        context.topics(),
        checkpoint,
        generation,
        context.gaps(),
        context.claim());
  }

  /** Up to where earlier generations have come, in whole milliseconds. */
  private static Instant stood(StreamQuery query, QueryContext context) {
    return Generations.lastBeat(query.name(), context.kafka(), context.registry())
        .map(CoverageInterval::getEnd)
        .orElse(Instant.EPOCH)
        .truncatedTo(ChronoUnit.MILLIS);
  }

  private static List<String> topics(StreamQuery query, QueryContext context) {
    return query.inputs().stream().map(context.kafka()::topic).toList();
  }

  private static long generation(
      StreamQuery query,
      QueryContext context,
      Optional<Checkpoint.Facts> facts,
      Optional<Markers> markers)
      throws IOException {
    if (facts.isEmpty()) {
      return Generations.next(
          query.name(),
          context.kafka(),
          context.registry(),
          markers.map(found -> found.byTable().values()).orElse(List.of()));
    }
    long begun = facts.get().generation();
    Optional<Checkpoint.Planned> last = context.checkpoint().lastPlanned();
    if (last.isEmpty()) {
      return begun;
    }
    long generation =
        Generations.continued(query.name(), begun, last.get(), context.kafka(), context.registry());
    if (generation != begun) {
      LOG.atWarn()
          .addKeyValue("query", query.name())
          .addKeyValue("batch", last.get().number())
          .addKeyValue("generation", generation)
          .log("The checkpoint is older than the published numbers; goes on in a new generation");
    }
    return generation;
  }

  /** Throws if the tables were written from another log. */
  static void requireSameLog(String query, Markers markers, LogIdentity log)
      throws RefusedException {
    Optional<String> difference = markers.log().differenceTo(log);
    if (difference.isPresent()) {
      throw new RefusedException(
          "Query %s: expected %s. The offsets in its tables belong to the former, so rows of the latter would be left out. Put stack.kafka back, or write to other tables (stack.s3.bucket and stack.catalog)."
              .formatted(query, difference.get()));
    }
  }

  /**
   * Throws if executors on other hosts would keep their parts of the state on their own disks,
   * where a lost host takes them along.
   */
  static void requireReachable(String master, JobSettings settings) throws RefusedException {
    boolean isLocal = master.equals("local") || master.startsWith("local[");
    if (!isLocal && settings.hasPlainCheckpointDir()) {
      throw new RefusedException(
          "Expected queries.checkpoint-dir to be reached by all hosts of the master %s, got the folder %s, which each host would have for itself. Set it to a URI such as s3a://BUCKET/checkpoints; name a folder that all hosts share as file:///FOLDER."
              .formatted(master, settings.checkpointDir()));
    }
  }

  /**
   * Throws if the checkpoint says that rows were written which the tables do not have, as after the
   * tables were rolled back: the query would go on behind them, and leave a hole.
   */
  static void requireInTables(Checkpoint checkpoint, String committed, Optional<Marker> marker)
      throws RefusedException {
    Marker read = new Marker(checkpoint.query(), 0, 0, committed);
    if (marker.filter(written -> written.covers(read)).isEmpty()) {
      throw new RefusedException(
          "Query %s: expected the tables to have all that was read until %s, got: %s. The tables are older than the checkpoint. Restore the tables, or %s."
              .formatted(
                  checkpoint.query(),
                  committed,
                  marker.map(Marker::offsets).orElse("no marker"),
                  checkpoint.moveAway()));
    }
  }

  /**
   * Looks for records that expired before the query read them.
   *
   * @param offsets where it goes on; empty where it begins with the log's first record. Then there
   *     is nothing to go on without, but the time before that record is not covered
   * @throws RefusedException if there are some where it would go on, and gaps are not accepted
   */
  private static void checkGap(StreamQuery query, QueryContext context, Optional<String> offsets)
      throws Exception {
    Marker next = new Marker(query.name(), 0, 0, offsets.orElse("{}"));
    List<Lost> lost =
        EarliestOffsets.lost(
            next.tree(), EarliestOffsets.of(context.kafka(), topics(query, context)));
    if (lost.isEmpty()) {
      return;
    }
    if (offsets.isEmpty()) {
      tell(query, context, lost, Instant.EPOCH);
      return;
    }
    String what = lost.stream().map(Lost::toString).collect(Collectors.joining("; "));
    if (context.gaps() == Gaps.REFUSED) {
      throw new RefusedException(
          "Query %s: records expired before they were read (%s). They are in no result. Start with --accept-gap to go on without them; the gap is then told in coverage."
              .formatted(query.name(), what));
    }
    tell(query, context, lost, Instant.MAX);
  }

  /**
   * Puts the gap into coverage: from where the query stood in event time until the first record
   * that it still finds, and for as long after it as what is lost would have had a say.
   *
   * @param fallback where it stood if nothing says so
   */
  private static void tell(
      StreamQuery query, QueryContext context, List<Lost> lost, Instant fallback) throws Exception {
    Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);
    Map<TopicPartition, Instant> ends =
        EarliestOffsets.times(context.kafka(), lost.stream().map(Lost::partition).toList());
    Instant stood =
        Generations.lastBeat(query.name(), context.kafka(), context.registry())
            .map(CoverageInterval::getEnd)
            .orElse(fallback);
    List<CoverageGaps.Gap> gaps = new ArrayList<>();
    for (Lost part : lost) {
      Instant end =
          ends.getOrDefault(part.partition(), now).plus(query.reachOfLoss(context.time()));
      boolean isLongFinal = end.plus(context.time().hopSize()).isBefore(stood);
      if (isLongFinal && fallback.equals(Instant.EPOCH)) {
        continue; // an earlier generation has read it
      }
      gaps.add(
          new CoverageGaps.Gap(
              part.partition().toString(),
              end.isAfter(stood) ? stood : end,
              end,
              Long.toString(part.from()),
              Long.toString(part.until()),
              "expired before it was read"));
    }
    new CoverageGaps(query.name(), context).tell(gaps);
  }
}
