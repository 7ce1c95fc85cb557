package dev.weir.ingest.frontier;

import dev.weir.schemas.record.FrontierEntry;
import java.time.Duration;
import java.time.Instant;

/**
 * Which URLs leave the frontier: those that are dead. One whose last fetches all failed for good
 * (gone, forbidden, no page) leaves after six of them, which is about two months; one that fails in
 * passing after 120, which is about a month. One that was a page before is tried twice as often. A
 * URL that left and is found again starts anew. Pure.
 */
final class Departures {

  private static final int LASTING = 6;
  private static final int PASSING = 120;
  private static final Duration LONG = Duration.ofDays(1);

  private Departures() {}

  static boolean leaves(FrontierEntry state) {
    Instant fetched = state.getLastFetchedAt();
    if (fetched == null || state.getFailures() == 0) {
      return false;
    }
    boolean lasting = Duration.between(fetched, state.getNextFetchAt()).compareTo(LONG) >= 0;
    int most = lasting ? LASTING : PASSING;
    return state.getFailures() >= (state.getRevision() > 0 ? 2 * most : most);
  }
}
