package dev.weir.spark.windows;

import dev.weir.schemas.kafka.LogReader;
import dev.weir.schemas.record.Aggregate;
import dev.weir.schemas.record.Window;
import dev.weir.schemas.topic.Keys;
import dev.weir.schemas.topic.Topics;
import dev.weir.schemas.wire.WireFormat;
import dev.weir.spark.running.QueryContext;
import dev.weir.spark.sink.TopicWriter;
import dev.weir.spark.sink.TypedTopicReader;
import dev.weir.spark.transform.Mentions;
import dev.weir.spark.windows.WindowLedger.Open;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Reads at the start of a query which of its windows are open. */
final class WindowLedgers {

  private WindowLedgers() {}

  /** How many windows back a start looks for one that a crash left without a final record. */
  private static final int HOLES = 200;

  static WindowLedger open(String query, QueryContext context, Slots slots) throws Exception {
    WindowLedger.Past past = past(query, context, slots);
    return new WindowLedger(
        query,
        records(context.writer(Topics.WINDOWS), context.schemaId(Topics.WINDOWS)),
        new CoverageView(context, readThrough(query)),
        slots,
        context.time(),
        past);
  }

  private static WindowLedger.Records records(TopicWriter topic, int schemaId) {
    return windows -> {
      try (TopicWriter.Batch batch = topic.begin()) {
        for (Window window : windows) {
          batch.send(Keys.window(window), WireFormat.encode(schemaId, window));
        }
        batch.finish();
      }
    };
  }

  /** The queries by which rows come to a query, itself included. */
  private static Set<String> readThrough(String query) {
    return query.equals("links") ? Set.of(query, Mentions.QUERY) : Set.of(query);
  }

  private static WindowLedger.Past past(String query, QueryContext context, Slots slots) {
    TreeMap<Instant, Window> latest = new TreeMap<>();
    TypedTopicReader<Window> windows = new TypedTopicReader<>(context.registry(), Window.class);
    try (LogReader reader = context.kafka().read(Topics.WINDOWS)) {
      windows.readToEnd(
          reader, Keys.prefix(query), window -> latest.put(window.getWindowStart(), window));
    }
    TreeMap<Instant, Open> open = new TreeMap<>();
    Instant finalUntil = Instant.EPOCH;
    Instant opened = Instant.MAX;
    for (Window window : latest.values()) {
      Instant end = window.getWindowEnd();
      if (window.getStatus().equals("open")) {
        open.put(
            window.getWindowStart(),
            new Open(end, window.getRows(), window.getRevision(), window.getRowsDropped()));
        opened = opened.isBefore(window.getWrittenAt()) ? opened : window.getWrittenAt();
      } else if (end.isAfter(finalUntil)) {
        finalUntil = end;
      }
    }
    if (!open.isEmpty()) {
      addTotals(query, context, open, opened);
    }
    return new WindowLedger.Past(open, finalUntil, next(latest, finalUntil, slots));
  }

  /** The first window without a final record, among those that are laid as now. */
  static Optional<Instant> next(Map<Instant, Window> latest, Instant finalUntil, Slots slots) {
    if (finalUntil.equals(Instant.EPOCH)) {
      return Optional.empty();
    }
    TreeSet<Instant> done = new TreeSet<>();
    latest.forEach(
        (start, window) -> {
          boolean isLaidAsNow = window.getWindowEnd().equals(slots.end(start));
          if (isLaidAsNow && window.getStatus().equals("final")) {
            done.add(start);
          }
        });
    Instant next = slots.firstEndingAfter(finalUntil);
    Instant start = next;
    for (int back = 0; back < HOLES && !done.isEmpty(); back++) {
      start = start.minus(slots.slide());
      if (start.isBefore(done.first())) {
        break;
      }
      next = done.contains(start) ? next : start;
    }
    return Optional.of(next);
  }

  /** An open window's record tells how it began; its rows since then stand in the aggregates. */
  private static void addTotals(
      String query, QueryContext context, Map<Instant, Open> open, Instant opened) {
    TypedTopicReader<Aggregate> aggregates =
        new TypedTopicReader<>(context.registry(), Aggregate.class);
    try (LogReader reader = context.kafka().readFrom(Topics.AGGREGATES, opened.minusSeconds(60))) {
      aggregates.readToEnd(reader, query + "|rows|", total -> add(open, total));
    }
  }

  private static void add(Map<Instant, Open> open, Aggregate total) {
    open.computeIfPresent(
        total.getWindowStart(),
        (start, window) ->
            total.getRevision() < window.revision()
                ? window
                : new Open(
                    window.end(),
                    total.getValues().getOrDefault("count", 0L),
                    total.getRevision(),
                    window.dropped()));
  }
}
