package dev.weir.spark.windows;

import dev.weir.schemas.Keys;
import dev.weir.schemas.record.Aggregate;
import dev.weir.schemas.record.Window;
import dev.weir.spark.running.QueryContext;
import dev.weir.spark.sink.TopicReader;
import dev.weir.spark.sink.TypedTopicReader;
import dev.weir.spark.windows.WindowLedger.Open;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/** Reads at the start of a query which of its windows are open. */
final class WindowLedgers {

  private WindowLedgers() {}

  static WindowLedger open(String query, QueryContext context) throws Exception {
    WindowLedger.Past past = past(query, context);
    Instant earliest = past.open().isEmpty() ? Instant.now() : past.open().firstKey();
    return new WindowLedger(
        query,
        context.writer("windows"),
        context.schemaId("windows"),
        new CoverageView(context, earliest),
        past,
        context.time().toMillis());
  }

  private static WindowLedger.Past past(String query, QueryContext context) {
    TreeMap<Instant, Window> latest = new TreeMap<>();
    TypedTopicReader<Window> windows = new TypedTopicReader<>(context.registry(), Window.class);
    try (TopicReader reader = TopicReader.fromStart(context.kafka(), "windows")) {
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
    return new WindowLedger.Past(open, finalUntil);
  }

  /** An open window's record tells how it began; its rows since then stand in the aggregates. */
  private static void addTotals(
      String query, QueryContext context, Map<Instant, Open> open, Instant opened) {
    TypedTopicReader<Aggregate> aggregates =
        new TypedTopicReader<>(context.registry(), Aggregate.class);
    try (TopicReader reader =
        TopicReader.from(context.kafka(), "aggregates", opened.minusSeconds(60))) {
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
