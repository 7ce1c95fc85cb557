package dev.weir.spark.windows;

import dev.weir.schemas.Keys;
import dev.weir.schemas.WireFormat;
import dev.weir.schemas.record.Window;
import dev.weir.spark.sink.AggregatesWriter.Total;
import dev.weir.spark.sink.TopicWriter;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which windows of a query are open, and the records in {@code windows} that say so. A window is
 * final when the watermark has passed its end: no batch will touch it again. Safe for use by the
 * thread that writes batches and the one that watches progress.
 */
final class WindowLedger {

  private static final Logger LOG = LoggerFactory.getLogger(WindowLedger.class);

  private final String query;
  private final TopicWriter topic;
  private final int schemaId;
  private final CoverageView coverage;
  private final Map<String, Long> timeMillis;
  private final TreeMap<Instant, Open> open;
  private Instant finalUntil;

  /** An open window. */
  record Open(Instant end, long rows, long revision, long dropped) {}

  /** What {@code windows} held at the start. */
  record Past(TreeMap<Instant, Open> open, Instant finalUntil) {}

  /**
   * @param timeMillis the settings that windows are computed with, in milliseconds by key
   */
  WindowLedger(
      String query,
      TopicWriter topic,
      int schemaId,
      CoverageView coverage,
      Past past,
      Map<String, Long> timeMillis) {
    this.query = query;
    this.topic = topic;
    this.schemaId = schemaId;
    this.coverage = coverage;
    this.timeMillis = Map.copyOf(timeMillis);
    this.open = past.open();
    this.finalUntil = past.finalUntil();
  }

  /** Windows that end here or earlier are final, and not to be written again. */
  synchronized Instant finalUntil() {
    return finalUntil;
  }

  /** Takes note of what a batch wrote; a window seen for the first time is recorded as open. */
  synchronized void wrote(List<Total> totals, long revision) throws IOException {
    try (TopicWriter.Batch batch = topic.begin()) {
      for (Total total : totals) {
        Open before = open.get(total.start());
        long dropped = before == null ? 0 : before.dropped();
        Open now = new Open(total.end(), total.rows(), revision, dropped);
        open.put(total.start(), now);
        if (before == null) {
          send(batch, total.start(), now, "open", CoverageView.Summary.EMPTY);
        }
      }
      batch.finish();
    }
  }

  /** Counts rows that Spark dropped against every window that is open. */
  synchronized void dropped(long rows) {
    if (rows == 0) {
      return;
    }
    LOG.atError()
        .addKeyValue("query", query)
        .addKeyValue("rows", rows)
        .log("Spark dropped rows behind the watermark; windows are no longer complete");
    open.replaceAll(
        (start, window) ->
            new Open(window.end(), window.rows(), window.revision(), window.dropped() + rows));
  }

  /** Records what the watermark has passed as final. */
  synchronized void passed(Instant watermark) throws IOException {
    if (open.values().stream().noneMatch(window -> !window.end().isAfter(watermark))) {
      return;
    }
    coverage.refresh();
    Instant until = finalUntil;
    Iterator<Map.Entry<Instant, Open>> windows = open.entrySet().iterator();
    List<Instant> done = new java.util.ArrayList<>();
    try (TopicWriter.Batch batch = topic.begin()) {
      while (windows.hasNext()) {
        var window = windows.next();
        Instant end = window.getValue().end();
        if (!end.isAfter(watermark)) {
          send(
              batch,
              window.getKey(),
              window.getValue(),
              "final",
              coverage.summary(window.getKey(), end));
          done.add(window.getKey());
          until = until.isAfter(end) ? until : end;
        }
      }
      batch.finish();
    }
    done.forEach(open::remove);
    finalUntil = until;
  }

  private void send(
      TopicWriter.Batch batch,
      Instant start,
      Open state,
      String status,
      CoverageView.Summary sources)
      throws IOException {
    Window window =
        Window.newBuilder()
            .setQuery(query)
            .setWindowStart(start)
            .setWindowEnd(state.end())
            .setStatus(status)
            .setRule("live")
            .setRevision(state.revision())
            .setRows(state.rows())
            .setRowsDropped(state.dropped())
            .setSourcesComplete(sources.complete())
            .setSourcesGap(sources.gap())
            .setSourcesUnknown(sources.unknown())
            .setIncompleteSources(sources.incomplete())
            .setTimeSettings(timeMillis)
            .setWrittenAt(Instant.now().truncatedTo(ChronoUnit.MICROS))
            .build();
    batch.send(Keys.window(window), WireFormat.encode(schemaId, window));
  }
}
