package dev.weir.spark.running;

import dev.weir.schemas.record.CoverageInterval;
import dev.weir.schemas.topic.Keys;
import dev.weir.schemas.wire.WireFormat;
import dev.weir.spark.running.EarliestOffsets.Lost;
import dev.weir.spark.running.StreamQuery.Markers;
import dev.weir.spark.sink.Marker;
import dev.weir.spark.sink.TopicWriter;
import dev.weir.spark.stack.JobSettings;
import dev.weir.spark.transform.Heartbeats;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;

/** What is looked at before a query starts. */
final class StartupChecks {

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
    checkpoint.requireIntact(partitions, time);
    Optional<Markers> markers = query.markers(context);
    Optional<String> offsets = checkpoint.committedOffsets();
    if (markers.isPresent() && offsets.isPresent()) {
      requireInTables(checkpoint, offsets.get(), markers.get().whole());
    }
    if (offsets.isEmpty()) {
      offsets = markers.flatMap(Markers::whole).map(Marker::offsets);
    }
    if (offsets.isPresent()) {
      checkGap(query, context, offsets.get());
    }
    Optional<Checkpoint.Facts> facts = checkpoint.facts();
    long generation =
        facts.isPresent()
            ? facts.get().generation()
            : Generations.next(
                query.name(),
                context.kafka(),
                context.registry(),
                markers.map(found -> found.byTable().values()).orElse(List.of()));
    Checkpoint.Facts now = new Checkpoint.Facts(generation, partitions, time);
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

  private static void checkGap(StreamQuery query, QueryContext context, String offsets)
      throws Exception {
    List<String> topics = query.inputs().stream().map(context.kafka()::topic).toList();
    Marker next = new Marker(query.name(), 0, 0, offsets);
    List<Lost> lost =
        EarliestOffsets.lost(next.tree(), EarliestOffsets.of(context.kafka(), topics));
    if (lost.isEmpty()) {
      return;
    }
    String what = lost.stream().map(Lost::toString).collect(Collectors.joining("; "));
    if (context.gaps() == Gaps.REFUSED) {
      throw new RefusedException(
          "Query %s: records expired before they were read (%s). They are in no result. Start with --accept-gap to go on without them; the gap is then told in coverage."
              .formatted(query.name(), what));
    }
    tell(query, context, lost);
  }

  /**
   * Puts the gap into coverage: from where the query stood in event time until the time of the
   * first record that it still finds.
   */
  private static void tell(StreamQuery query, QueryContext context, List<Lost> lost)
      throws IOException {
    Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);
    Map<TopicPartition, Instant> ends =
        EarliestOffsets.times(context.kafka(), lost.stream().map(Lost::partition).toList());
    Optional<Instant> stood =
        Generations.lastBeat(query.name(), context.kafka(), context.registry())
            .map(CoverageInterval::getEnd);
    int schemaId = context.schemaId("coverage");
    try (TopicWriter.Batch batch = context.writer("coverage").begin()) {
      for (Lost part : lost) {
        Instant end = ends.getOrDefault(part.partition(), now);
        CoverageInterval gap =
            CoverageInterval.newBuilder()
                .setSource(Heartbeats.QUERY + query.name())
                .setScope(part.partition().toString())
                .setStart(stood.filter(end::isAfter).orElse(end))
                .setEnd(end)
                .setStartPosition(Long.toString(part.from()))
                .setEndPosition(Long.toString(part.until()))
                .setStatus("gap")
                .setReason("expired before it was read")
                .setObservedAt(now)
                .build();
        batch.send(Keys.coverage(gap), WireFormat.encode(schemaId, gap));
      }
      batch.finish();
    }
  }
}
