package dev.weir.spark.windows;

import dev.weir.schemas.kafka.Consumers;
import dev.weir.schemas.kafka.LogReader;
import dev.weir.schemas.record.CoverageInterval;
import dev.weir.schemas.topic.Topics;
import dev.weir.spark.running.QueryContext;
import dev.weir.spark.sink.TypedTopicReader;
import dev.weir.spark.transform.Heartbeats;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What the sources say of their own completeness, for windows that become final. The rules are
 * those of {@code CoverageInterval.avsc}: silence never expires, and only a retirement ends what is
 * expected of a source. Belongs to one thread.
 */
final class CoverageView implements WindowLedger.Coverage, AutoCloseable {

  private static final String RETIRED = "retired";

  /** A record names so many incomplete sources at most; it counts all of them. */
  private static final int MOST_NAMED = 100;

  private final Set<String> queries;
  private final LogReader reader;
  private final TypedTopicReader<CoverageInterval> decoder;
  private final Map<String, CoverageInterval> intervals = new HashMap<>();

  /**
   * @param queries by which rows come into the windows: what they lost is missing there
   */
  CoverageView(QueryContext context, Set<String> queries) {
    this.queries = Set.copyOf(queries);
    // From the start: whoever has been silent for long is expected as well.
    this.reader = context.kafka().read(Topics.COVERAGE);
    this.decoder = new TypedTopicReader<>(context.registry(), CoverageInterval.class);
  }

  /** Sources by what is known of them over a window. */
  record Summary(int complete, int gap, int unknown, List<String> incomplete) {
    static final Summary EMPTY = new Summary(0, 0, 0, List.of());
  }

  @Override
  public void refresh() {
    reader.readToEnd(
        message -> {
          String key = Consumers.key(message);
          decoder
              .value(message)
              .filter(interval -> counts(interval, queries))
              .ifPresent(interval -> intervals.put(key, interval));
        });
  }

  /**
   * Whether a record says something of windows: those of sources do, and of queries only what they
   * lost, since all else that they say is how far they have come.
   */
  static boolean counts(CoverageInterval interval, Set<String> queries) {
    String source = interval.getSource();
    return !source.startsWith(Heartbeats.QUERY)
        || (interval.getStatus().equals("gap")
            && queries.contains(source.substring(Heartbeats.QUERY.length())));
  }

  /** What the sources say of a window; forgets what later ones do not need. */
  @Override
  public Summary summary(Instant start, Instant end) {
    forget(intervals, start, end);
    return summarize(intervals.values(), start, end);
  }

  /**
   * Removes what windows from this one on do not need: intervals that end before it, but for the
   * newest of each source that begins before the window's end, which says whether it is expected.
   */
  static void forget(Map<String, CoverageInterval> intervals, Instant start, Instant end) {
    Map<String, Map.Entry<String, CoverageInterval>> newest = new HashMap<>();
    intervals.entrySet().stream()
        .filter(entry -> entry.getValue().getStart().isBefore(end))
        .forEach(
            entry ->
                newest.merge(
                    entry.getValue().getSource(),
                    entry,
                    (one, other) ->
                        newer(one.getValue(), other.getValue()).equals(one.getValue())
                            ? one
                            : other));
    Set<String> kept = newest.values().stream().map(Map.Entry::getKey).collect(Collectors.toSet());
    intervals
        .entrySet()
        .removeIf(
            entry ->
                entry.getValue().getEnd().isBefore(start)
                    && entry.getValue().getStart().isBefore(end)
                    && !kept.contains(entry.getKey()));
  }

  /**
   * Sources that are expected in a window: complete if what each of their scopes claims covers it,
   * with a gap if one touches it, else unknown.
   */
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
      Instant expected = expectedUntil(source.getValue(), end);
      if (!expected.isAfter(start)) {
        continue;
      }
      List<String> gaps = reasons(source.getValue(), start);
      if (!gaps.isEmpty()) {
        gap++;
        incomplete.add(source.getKey() + ": " + String.join(", ", gaps));
      } else if (isCovered(source.getValue(), start, expected)) {
        complete++;
      } else if (!source.getKey().startsWith(Heartbeats.QUERY)) { // else it lost nothing here
        unknown++;
        incomplete.add(source.getKey() + ": unknown");
      }
    }
    int named = Math.min(incomplete.size(), MOST_NAMED);
    return new Summary(complete, gap, unknown, List.copyOf(incomplete.subList(0, named)));
  }

  /** The window's end, or when the source was retired before that. */
  private static Instant expectedUntil(List<CoverageInterval> intervals, Instant end) {
    return intervals.stream()
        .reduce(CoverageView::newer)
        .filter(newest -> newest.getStatus().equals(RETIRED))
        .map(CoverageInterval::getStart)
        .orElse(end);
  }

  /** The one that begins later; of two that begin at once, the one that is no retirement. */
  private static CoverageInterval newer(CoverageInterval one, CoverageInterval other) {
    int order = one.getStart().compareTo(other.getStart());
    if (order == 0) {
      return one.getStatus().equals(RETIRED) ? other : one;
    }
    return order > 0 ? one : other;
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
    return intervals.stream()
        .filter(interval -> !interval.getStatus().equals(RETIRED))
        .collect(Collectors.groupingBy(CoverageInterval::getScope))
        .values()
        .stream()
        .allMatch(scope -> isScopeCovered(scope, start, end));
  }

  private static boolean isScopeCovered(
      List<CoverageInterval> intervals, Instant start, Instant end) {
    List<CoverageInterval> claims =
        intervals.stream()
            .filter(interval -> interval.getStatus().equals("complete"))
            .sorted(Comparator.comparing(CoverageInterval::getStart))
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
