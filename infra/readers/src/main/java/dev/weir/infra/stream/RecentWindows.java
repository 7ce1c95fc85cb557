package dev.weir.infra.stream;

import dev.weir.schemas.record.Aggregate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * The newest windows of one metric, with a bounded number of windows and of dimensions in each.
 * Where a window has too many dimensions, the smallest counts are forgotten: good for a ranking,
 * not for a sum. Not safe for several threads.
 */
final class RecentWindows {

  /** The aggregates' own name for how many rows there were. */
  static final String COUNT = "count";

  private record Cell(long revision, long count) {}

  private record Open(Instant start, Instant end, Map<String, Cell> cells) {}

  private final TreeMap<Instant, Open> windows = new TreeMap<>();
  private final int maxWindows;
  private final int maxDimensions;

  RecentWindows(int maxWindows, int maxDimensions) {
    this.maxWindows = maxWindows;
    this.maxDimensions = maxDimensions;
  }

  void apply(Aggregate aggregate) {
    Instant start = aggregate.getWindowStart();
    if (windows.size() >= maxWindows && start.isBefore(windows.firstKey())) {
      return;
    }
    Open window =
        windows.computeIfAbsent(start, s -> new Open(s, aggregate.getWindowEnd(), new HashMap<>()));
    Cell cell = new Cell(aggregate.getRevision(), aggregate.getValues().getOrDefault(COUNT, 0L));
    window.cells.merge(aggregate.getDimension(), cell, (a, b) -> b.revision >= a.revision ? b : a);
    if (window.cells.size() > maxDimensions) {
      forgetSmallest(window.cells.values());
    }
    if (windows.size() > maxWindows) {
      windows.pollFirstEntry();
    }
  }

  /** Leaves the larger half: amortised, an insertion costs little. */
  private void forgetSmallest(Collection<Cell> cells) {
    long[] counts = cells.stream().mapToLong(Cell::count).sorted().toArray();
    long median = counts[counts.length / 2];
    int excess = cells.size() - maxDimensions / 2;
    int[] removed = {0};
    cells.removeIf(cell -> cell.count < median && removed[0]++ < excess);
    cells.removeIf(cell -> cell.count == median && removed[0]++ < excess);
  }

  /** The sums of the newest windows, the largest first; equal ones in the order of their names. */
  List<LiveSnapshot.Ranked> topOfNewest(int windowCount, int limit) {
    Map<String, Long> sums = new HashMap<>();
    windows.descendingMap().values().stream()
        .limit(windowCount)
        .forEach(w -> w.cells.forEach((name, cell) -> sums.merge(name, cell.count, Long::sum)));
    return rank(sums, limit);
  }

  /**
   * The ranking of the window that reaches from a window's length ago until now, of windows that
   * overlap: the one that ends first after the newest window's start.
   */
  Optional<LiveSnapshot.Ranking> topOfCurrent(int limit) {
    if (windows.isEmpty()) {
      return Optional.empty();
    }
    Instant newest = windows.lastKey();
    Predicate<Open> reachesNow = window -> window.end.isAfter(newest);
    return windows.values().stream()
        .filter(reachesNow)
        .min(Comparator.comparing(Open::end))
        .map(w -> new LiveSnapshot.Ranking(w.start, w.end, rank(counts(w), limit)));
  }

  /** The newest windows, the oldest first. */
  List<LiveSnapshot.Minute> newest(int windowCount) {
    List<LiveSnapshot.Minute> found = new ArrayList<>();
    windows.descendingMap().values().stream()
        .limit(windowCount)
        .forEach(w -> found.add(0, new LiveSnapshot.Minute(w.start, w.end, counts(w))));
    return found;
  }

  private static Map<String, Long> counts(Open window) {
    Map<String, Long> counts = new TreeMap<>();
    window.cells.forEach((name, cell) -> counts.put(name, cell.count));
    return counts;
  }

  private static List<LiveSnapshot.Ranked> rank(Map<String, Long> counts, int limit) {
    return counts.entrySet().stream()
        .filter(entry -> entry.getValue() > 0)
        .sorted(
            Map.Entry.<String, Long>comparingByValue()
                .reversed()
                .thenComparing(Map.Entry.comparingByKey()))
        .limit(limit)
        .map(entry -> new LiveSnapshot.Ranked(entry.getKey(), entry.getValue()))
        .toList();
  }
}
