package dev.weir.infra.stream;

import dev.weir.schemas.record.CoverageInterval;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The newest coverage intervals of each source, kept to a bounded number a source. Of queries
 * (sources named {@code query/...}) only the gaps are kept: all else that they say is how far they
 * have come. Not safe for several threads.
 */
public final class CoverageBook {

  private static final String QUERY = "query/";
  private static final int MAX_SOURCES = 10_000;
  private static final int MAX_INTERVALS = 200;
  private static final String COMPLETE = "complete";
  private static final String GAP = "gap";
  private static final String RETIRED = "retired";

  private record Stretch(String scope, Instant start) {}

  private static final Comparator<Stretch> IN_TIME =
      Comparator.comparing(Stretch::start).thenComparing(Stretch::scope);

  private final TreeMap<String, TreeMap<Stretch, CoverageInterval>> sources = new TreeMap<>();

  /** Takes in an interval; one with the same start replaces the earlier statement. */
  public void apply(CoverageInterval interval) {
    String source = interval.getSource();
    boolean full = sources.size() >= MAX_SOURCES && !sources.containsKey(source);
    boolean isHeartbeatOfQuery = source.startsWith(QUERY) && !interval.getStatus().equals(GAP);
    if (isHeartbeatOfQuery || full) {
      return;
    }
    TreeMap<Stretch, CoverageInterval> stretches =
        sources.computeIfAbsent(source, s -> new TreeMap<>(IN_TIME));
    stretches.put(new Stretch(interval.getScope(), interval.getStart()), interval);
    if (stretches.size() > MAX_INTERVALS) {
      stretches.pollFirstEntry();
    }
  }

  /** What each source says, in the order of their names. */
  public List<SourceCoverage> sources() {
    return summaries(false);
  }

  /** What queries have lost, those alone that lost something, in the order of their names. */
  public List<SourceCoverage> queries() {
    return summaries(true);
  }

  private List<SourceCoverage> summaries(boolean ofQueries) {
    List<SourceCoverage> all = new ArrayList<>();
    sources.forEach(
        (source, stretches) -> {
          if (source.startsWith(QUERY) == ofQueries) {
            all.add(summary(source, stretches.values()));
          }
        });
    return all;
  }

  private static SourceCoverage summary(String source, Collection<CoverageInterval> intervals) {
    List<SourceCoverage.Gap> gaps = new ArrayList<>();
    Instant heartbeat = Instant.MIN;
    CoverageInterval newest = null;
    Instant completeSince = null;
    for (CoverageInterval interval : intervals) {
      if (newest != null && interval.getStart().isAfter(newest.getEnd())) {
        completeSince = null;
      }
      newest = interval;
      if (interval.getObservedAt().isAfter(heartbeat)) {
        heartbeat = interval.getObservedAt();
      }
      if (interval.getStatus().equals(RETIRED)) {
        completeSince = null;
      } else if (!interval.getStatus().equals(COMPLETE)) {
        gaps.add(gap(interval));
        completeSince = null;
      } else if (completeSince == null) {
        completeSince = interval.getStart();
      }
    }
    if (newest == null) {
      throw new IllegalArgumentException("Expected an interval of " + source + ", got none");
    }
    return new SourceCoverage(
        source,
        heartbeat,
        newest.getStatus(),
        newest.getEnd(),
        Optional.ofNullable(completeSince),
        gaps);
  }

  private static SourceCoverage.Gap gap(CoverageInterval interval) {
    String reason = interval.getReason();
    return new SourceCoverage.Gap(
        interval.getStart(), interval.getEnd(), interval.getStatus(), reason == null ? "" : reason);
  }
}
