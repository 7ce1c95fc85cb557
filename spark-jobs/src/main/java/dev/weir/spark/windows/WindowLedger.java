package dev.weir.spark.windows;

import dev.weir.schemas.record.Window;
import dev.weir.schemas.settings.TimeSettings;
import dev.weir.spark.sink.AggregatesWriter.Total;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which windows of a query are open, and the records in {@code windows} that say so. A window is
 * final when the watermark has passed its end: no batch will touch it again. A window without rows
 * gets a record, too: that nothing came is what a total outage looks like. Safe for use by the
 * thread that writes batches and the one that watches progress.
 */
final class WindowLedger {

  private static final Logger LOG = LoggerFactory.getLogger(WindowLedger.class);

  /** How many records are written at once: after a long outage thousands of windows are final. */
  private static final int AT_ONCE = 50;

  private final String query;
  private final Records records;
  private final Coverage coverage;
  private final Slots slots;
  private final Map<String, Long> timeSettings;
  private final TreeMap<Instant, Open> open;
  private Instant finalUntil;
  private Optional<Instant> next;

  /** Where the records of windows go. */
  @FunctionalInterface
  interface Records {
    /** Returns when all are written. */
    void write(List<Window> windows) throws IOException;
  }

  /** What the sources say. */
  interface Coverage {
    /** Takes in what was said since the last time. */
    void refresh();

    /** What is said of a window. Windows are asked for in the order of time. */
    CoverageView.Summary summary(Instant start, Instant end);
  }

  /** An open window. */
  record Open(Instant end, long rows, long revision, long dropped) {}

  /**
   * What {@code windows} held at the start.
   *
   * @param next the start of the first window that has no final record; empty if there is none with
   *     one
   */
  record Past(TreeMap<Instant, Open> open, Instant finalUntil, Optional<Instant> next) {}

  /**
   * @param time the settings that the query computes with
   */
  WindowLedger(
      String query, Records records, Coverage coverage, Slots slots, TimeSettings time, Past past) {
    this.query = query;
    this.records = records;
    this.coverage = coverage;
    this.slots = slots;
    this.timeSettings = time.toMillis();
    this.open = past.open();
    this.finalUntil = past.finalUntil();
    this.next = past.next();
  }

  /** Windows that end here or earlier are final, and not to be written again. */
  synchronized Instant finalUntil() {
    return finalUntil;
  }

  /** Takes note of what a batch wrote; a window seen for the first time is recorded as open. */
  synchronized void wrote(List<Total> totals, long revision) throws IOException {
    List<Window> news = new ArrayList<>();
    for (Total total : totals) {
      Open before = open.get(total.start());
      long dropped = before == null ? 0 : before.dropped();
      Open now = new Open(total.end(), total.rows(), revision, dropped);
      open.put(total.start(), now);
      if (before == null) {
        news.add(record(total.start(), now, "open", CoverageView.Summary.EMPTY));
      }
    }
    if (!news.isEmpty()) {
      records.write(news);
    }
  }

  /**
   * Counts rows that Spark dropped against every window that is open, and records that at once, so
   * that it outlives this process. Where no window is open, the next one is opened for it. A batch
   * that is repeated after a failure may be counted twice: too high an alarm, and never none.
   *
   * @param watermark that they were behind
   * @param revision of the batch
   */
  synchronized void dropped(long rows, Instant watermark, long revision) throws IOException {
    if (rows == 0) {
      return;
    }
    LOG.atError()
        .addKeyValue("query", query)
        .addKeyValue("rows", rows)
        .log("Spark dropped rows behind the watermark; windows are no longer complete");
    if (open.isEmpty()) {
      Instant start = next.orElseGet(() -> slots.firstEndingAfter(watermark));
      open.put(start, new Open(slots.end(start), 0, revision, 0));
    }
    open.replaceAll(
        (start, window) ->
            new Open(window.end(), window.rows(), window.revision(), window.dropped() + rows));
    List<Window> alarmed = new ArrayList<>();
    open.forEach(
        (start, window) -> alarmed.add(record(start, window, "open", CoverageView.Summary.EMPTY)));
    records.write(alarmed);
  }

  /** Records what the watermark has passed as final. */
  synchronized void passed(Instant watermark) throws IOException {
    TreeMap<Instant, Open> done = new TreeMap<>();
    open.forEach((start, window) -> addIfPassed(done, start, window, watermark));
    Instant after = slots.firstEndingAfter(watermark);
    Instant first = next.orElseGet(() -> open.isEmpty() ? after : open.firstKey());
    for (Instant start = first; start.isBefore(after); start = start.plus(slots.slide())) {
      done.putIfAbsent(start, new Open(slots.end(start), 0, 0, 0));
    }
    if (done.isEmpty()) {
      next = Optional.of(first);
      return;
    }
    coverage.refresh();
    List<Window> finals = new ArrayList<>();
    for (Map.Entry<Instant, Open> window : done.entrySet()) {
      CoverageView.Summary sources = coverage.summary(window.getKey(), window.getValue().end());
      finals.add(record(window.getKey(), window.getValue(), "final", sources));
      if (finals.size() == AT_ONCE) {
        close(finals);
        finals.clear();
      }
    }
    close(finals);
    next = Optional.of(first.isAfter(after) ? first : after);
  }

  private void close(List<Window> finals) throws IOException {
    if (finals.isEmpty()) {
      return;
    }
    records.write(List.copyOf(finals));
    for (Window window : finals) {
      open.remove(window.getWindowStart());
      Instant end = window.getWindowEnd();
      finalUntil = finalUntil.isAfter(end) ? finalUntil : end;
    }
  }

  private static void addIfPassed(
      Map<Instant, Open> done, Instant start, Open window, Instant watermark) {
    if (!window.end().isAfter(watermark)) {
      done.put(start, window);
    }
  }

  private Window record(Instant start, Open state, String status, CoverageView.Summary sources) {
    return Window.newBuilder()
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
        .setTimeSettings(timeSettings)
        .setWrittenAt(Instant.now().truncatedTo(ChronoUnit.MICROS))
        .build();
  }
}
