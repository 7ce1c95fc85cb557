package dev.weir.spark.windows;

import dev.weir.schemas.record.CoverageInterval;
import dev.weir.spark.running.QueryContext;
import dev.weir.spark.sink.TopicReader;
import dev.weir.spark.sink.TypedTopicReader;
import dev.weir.spark.transform.Heartbeats;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What the sources say of their own completeness, for windows that become final. */
final class CoverageView implements AutoCloseable {

  /** How long before a window a source must have been heard of to be counted as unknown in it. */
  private static final Duration MEMORY = Duration.ofHours(2);

  private final TopicReader reader;
  private final TypedTopicReader<CoverageInterval> decoder;
  private final Map<String, CoverageInterval> intervals = new HashMap<>();

  /**
   * @param from where the earliest open window begins
   */
  CoverageView(QueryContext context, Instant from) {
    this.reader = TopicReader.from(context.kafka(), "coverage", from.minus(MEMORY));
    this.decoder = new TypedTopicReader<>(context.registry(), CoverageInterval.class);
  }

  /** Sources by what is known of them over a window. */
  record Summary(int complete, int gap, int unknown, List<String> incomplete) {
    static final Summary EMPTY = new Summary(0, 0, 0, List.of());
  }

  /** Reads what was said since the last time. */
  void refresh() {
    reader.readToEnd(
        message -> {
          String key = decoder.key(message);
          decoder
              .value(message)
              .filter(interval -> !interval.getSource().startsWith(Heartbeats.QUERY))
              .ifPresent(interval -> intervals.put(key, interval));
        });
  }

  /** What the sources say of a window, and forgets what is too old for later ones. */
  Summary summary(Instant start, Instant end) {
    intervals.values().removeIf(interval -> interval.getEnd().isBefore(start.minus(MEMORY)));
    return summarize(intervals.values(), start, end);
  }

  /** A source is complete if what it says so covers the window, with a gap if one touches it. */
  static Summary summarize(Collection<CoverageInterval> intervals, Instant start, Instant end) {
    Map<String, List<CoverageInterval>> sources =
        intervals.stream()
            .filter(interval -> interval.getStart().isBefore(end))
            .collect(
                Collectors.groupingBy(
                    CoverageInterval::getSource, TreeMap::new, Collectors.toList()));
    int complete = 0;
    int gap = 0;
    int unknown = 0;
    List<String> incomplete = new ArrayList<>();
    for (Map.Entry<String, List<CoverageInterval>> source : sources.entrySet()) {
      List<String> gaps = reasons(source.getValue(), start);
      if (!gaps.isEmpty()) {
        gap++;
        incomplete.add(source.getKey() + ": " + String.join(", ", gaps));
      } else if (isCovered(source.getValue(), start, end)) {
        complete++;
      } else {
        unknown++;
        incomplete.add(source.getKey() + ": unknown");
      }
    }
    return new Summary(complete, gap, unknown, incomplete);
  }

  private static List<String> reasons(List<CoverageInterval> intervals, Instant start) {
    return intervals.stream()
        .filter(interval -> interval.getStatus().equals("gap"))
        .filter(
            interval -> interval.getEnd().isAfter(start) || !interval.getStart().isBefore(start))
        .map(interval -> interval.getReason() == null ? "gap" : interval.getReason())
        .distinct()
        .toList();
  }

  private static boolean isCovered(List<CoverageInterval> intervals, Instant start, Instant end) {
    List<CoverageInterval> claims =
        intervals.stream()
            .filter(interval -> interval.getStatus().equals("complete"))
            .sorted(java.util.Comparator.comparing(CoverageInterval::getStart))
            .toList();
    Instant reached = start;
    for (CoverageInterval claim : claims) {
      if (!claim.getStart().isAfter(reached) && claim.getEnd().isAfter(reached)) {
        reached = claim.getEnd();
      }
    }
    return !reached.isBefore(end);
  }

  @Override
  public void close() {
    reader.close();
  }
}
