package dev.weir.infra.stream;

import dev.weir.schemas.record.Aggregate;
import dev.weir.schemas.record.CoverageInterval;
import dev.weir.schemas.record.DeadLetter;
import dev.weir.schemas.record.Window;
import java.time.Instant;
import java.util.Comparator;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The figures of the live view, grown record by record: what is kept does not depend on how long it
 * runs. Knows no Kafka and no clock. Not safe for several threads.
 */
final class LiveState {

  private static final int TOP = 20;
  private static final int TAG_WINDOWS = 15;
  private static final int MINUTES = 60;
  private static final int MAX_WINDOWS = 2_000;
  private static final int MAX_ERROR_TYPES = 100;

  private record Key(Instant start, String query, Instant end) {}

  private static final Comparator<Key> IN_TIME =
      Comparator.comparing(Key::start).thenComparing(Key::query).thenComparing(Key::end);

  private final RecentWindows posts = new RecentWindows(MINUTES, 100);
  private final RecentWindows tags = new RecentWindows(TAG_WINDOWS, 10_000);
  private final RecentWindows links = new RecentWindows(20, 5_000);
  private final TreeMap<Key, Window> windows = new TreeMap<>(IN_TIME);
  private final TreeMap<String, Long> deadLetters = new TreeMap<>();
  private final CoverageBook coverage = new CoverageBook();
  private String lastDeadLetter = "";

  void apply(Object value) {
    if (value instanceof Aggregate aggregate) {
      aggregate(aggregate);
    } else if (value instanceof Window window) {
      window(window);
    } else if (value instanceof CoverageInterval interval) {
      coverage.apply(interval);
    } else if (value instanceof DeadLetter letter) {
      deadLetter(letter);
    }
  }

  private void aggregate(Aggregate aggregate) {
    switch (aggregate.getMetric()) {
      case "posts" -> posts.apply(aggregate);
      case "tags" -> tags.apply(aggregate);
      case "links" -> links.apply(aggregate);
      default -> {
        // The live view shows no other metric.
      }
    }
  }

  private void window(Window window) {
    windows.merge(
        new Key(window.getWindowStart(), window.getQuery(), window.getWindowEnd()),
        window,
        (a, b) -> b.getRevision() >= a.getRevision() ? b : a);
    if (windows.size() > MAX_WINDOWS) {
      windows.pollFirstEntry();
    }
  }

  private void deadLetter(DeadLetter letter) {
    String type = letter.getErrorType();
    boolean room = deadLetters.size() < MAX_ERROR_TYPES || deadLetters.containsKey(type);
    deadLetters.merge(room ? type : "other", 1L, Long::sum);
    lastDeadLetter =
        "%s: %s (%s)"
            .formatted(
                type,
                letter.getErrorMessage(),
                Objects.requireNonNullElse(
                    letter.getSource(),
                    letter.getTopic() + "-" + letter.getPartition() + "@" + letter.getOffset()));
  }

  LiveSnapshot snapshot(Instant at, boolean caughtUp, Optional<String> problem, long undecodable) {
    return new LiveSnapshot(
        at,
        caughtUp,
        problem,
        links.topOfCurrent(TOP),
        tags.topOfNewest(TAG_WINDOWS, TOP),
        posts.newest(MINUTES),
        queries(),
        new LiveSnapshot.DeadLetters(
            deadLetters.values().stream().mapToLong(Long::longValue).sum(),
            Map.copyOf(deadLetters),
            Optional.of(lastDeadLetter).filter(text -> !text.isEmpty())),
        coverage.sources(),
        undecodable);
  }

  private Map<String, LiveSnapshot.QueryWindows> queries() {
    Map<String, LiveSnapshot.QueryWindows> queries = new TreeMap<>();
    for (Window window : windows.values()) {
      queries.merge(window.getQuery(), one(window), LiveState::plus);
    }
    return queries;
  }

  private static LiveSnapshot.QueryWindows one(Window window) {
    boolean done = window.getStatus().equals("final");
    boolean incomplete = window.getSourcesGap() + window.getSourcesUnknown() > 0;
    return new LiveSnapshot.QueryWindows(
        done ? 0 : 1,
        done ? 1 : 0,
        done ? Optional.of(window.getWindowEnd()) : Optional.empty(),
        done ? window.getRows() : 0,
        window.getRowsDropped(),
        done && incomplete ? 1 : 0);
  }

  private static LiveSnapshot.QueryWindows plus(
      LiveSnapshot.QueryWindows a, LiveSnapshot.QueryWindows b) {
    Optional<Instant> until =
        b.finalUntil()
            .filter(end -> a.finalUntil().isEmpty() || end.isAfter(a.finalUntil().get()))
            .or(a::finalUntil);
    return new LiveSnapshot.QueryWindows(
        a.open() + b.open(),
        a.finals() + b.finals(),
        until,
        a.rows() + b.rows(),
        a.rowsDropped() + b.rowsDropped(),
        a.incomplete() + b.incomplete());
  }
}
