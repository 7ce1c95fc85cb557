package dev.weir.spark.verify;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.unix_micros;

import dev.weir.schemas.record.Window;
import dev.weir.schemas.settings.TimeSettings;
import dev.weir.spark.verify.VerifyReport.Difference;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Compares final windows with the history. Windows that were computed with different time settings
 * (a new checkpoint may have brought others) are compared apart, each with its own.
 */
final class WindowCheck {

  private final TreeMap<Instant, Window> finals;
  private final TimeSettings fallback;

  /**
   * @param finals the final windows of a query by their start
   * @param fallback for windows whose record does not keep its settings
   */
  WindowCheck(Map<Instant, Window> finals, TimeSettings fallback) {
    this.finals = new TreeMap<>(finals);
    this.fallback = fallback;
  }

  /** What was compared. */
  record Result(long windows, long keys, long rows, List<Difference> differences) {}

  /** Consecutive windows with the same settings, from a start to the last end. */
  record Span(TimeSettings time, Instant from, NavigableMap<Instant, Window> windows) {
    Instant until() {
      return windows.values().stream()
          .map(Window::getWindowEnd)
          .max(Instant::compareTo)
          .orElse(from);
    }

    Duration length() {
      Window first = windows.firstEntry().getValue();
      return Duration.between(first.getWindowStart(), first.getWindowEnd());
    }
  }

  /** The end of the last window that is final; the epoch if none is. */
  Instant until() {
    return finals.values().stream()
        .map(Window::getWindowEnd)
        .max(Instant::compareTo)
        .orElse(Instant.EPOCH);
  }

  /** From one window's start to the next. */
  Duration step() {
    return finals.size() < 2
        ? Duration.ZERO
        : Duration.between(finals.lowerKey(finals.lastKey()), finals.lastKey());
  }

  /**
   * The windows by settings, in the order of time.
   *
   * @param since where the first of them is to begin
   */
  List<Span> spans(Instant since) {
    List<Span> spans = new ArrayList<>();
    finals.forEach(
        (start, window) -> {
          TimeSettings time = fallback.withMillis(window.getTimeSettings());
          if (spans.isEmpty() || !spans.get(spans.size() - 1).time().equals(time)) {
            spans.add(new Span(time, spans.isEmpty() ? since : start, new TreeMap<>()));
          }
          spans.get(spans.size() - 1).windows().put(start, window);
        });
    return spans;
  }

  /**
   * Compares.
   *
   * @param recompute numbers from the history, with the settings of a span
   * @param found what was published
   */
  Result compare(Instant since, Function<Span, Dataset<Row>> recompute, Dataset<Row> found) {
    long keys = 0;
    long windows = 0;
    long rows = 0;
    List<Difference> differences = new ArrayList<>();
    for (Span span : spans(since)) {
      Dataset<Row> expected = in(span, recompute.apply(span)).persist();
      differences.addAll(Differences.of(expected, in(span, found)));
      Map<Instant, Long> totals = totals(expected);
      span.windows().keySet().forEach(start -> totals.putIfAbsent(start, 0L));
      differences.addAll(records(totals, span));
      keys += expected.count();
      windows += totals.size();
      rows += totals.values().stream().mapToLong(Long::longValue).sum();
      expected.unpersist();
    }
    return new Result(windows, keys, rows, differences);
  }

  private static Dataset<Row> in(Span span, Dataset<Row> numbers) {
    return Differences.within(numbers, span.from(), span.until())
        .where(col("window_start").leq(lit(span.windows().lastKey())))
        .where(
            unix_micros(col("window_end"))
                .minus(unix_micros(col("window_start")))
                .equalTo(span.length().toNanos() / 1000));
  }

  private static Map<Instant, Long> totals(Dataset<Row> expected) {
    TreeMap<Instant, Long> totals = new TreeMap<>();
    expected
        .where(col("metric").equalTo("rows"))
        .select(unix_micros(col("window_start")), col("values").getItem("count"))
        .collectAsList()
        .forEach(row -> totals.put(Differences.instant(row.getLong(0)), row.getLong(1)));
    return totals;
  }

  /** The records of windows against the totals of the history. */
  private static List<Difference> records(Map<Instant, Long> totals, Span span) {
    List<Difference> differences = new ArrayList<>();
    totals.forEach(
        (start, rows) -> {
          Window window = span.windows().get(start);
          if (window == null || window.getRows() != rows) {
            differences.add(
                new Difference(
                    start,
                    start.plus(span.length()),
                    "window",
                    "",
                    Map.of("rows", rows),
                    window == null ? Map.of() : Map.of("rows", window.getRows())));
          }
        });
    return differences;
  }
}
