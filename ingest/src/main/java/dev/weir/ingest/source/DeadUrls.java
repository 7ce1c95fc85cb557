package dev.weir.ingest.source;

import dev.weir.schemas.record.FrontierEntry;
import java.time.Duration;
import java.time.Instant;

/**
 * Decides which URLs are dead, and what happens to them. A URL is dead after six permanent failures
 * in a row (gone, forbidden, no page), which is about two months, or after 120 temporary ones,
 * which is about a month. One that was a page before is tried twice as often. Pure.
 *
 * <p>A dead URL that never had a published page leaves the frontier, and starts from scratch when
 * it is found again. One that had <em>sleeps</em>: its state stays, since a revision is a page's
 * identity and must never be published twice, but it is not fetched until it is found again.
 */
public final class DeadUrls {
  private static final int LASTING = 6;
  private static final int PASSING = 120;
  private static final Duration LONG = Duration.ofDays(1);

  /** Effectively never; its nanoseconds still fit a long. */
  private static final Duration SLEEP = Duration.ofDays(36_500);

  private DeadUrls() {}

  /** Whether a state is that of a dead URL. */
  public static boolean isDead(FrontierEntry state) {
    Instant fetched = state.getLastFetchedAt();
    if (fetched == null || state.getFailures() == 0) {
      return false;
    }
    boolean lasting = Duration.between(fetched, state.getNextFetchAt()).compareTo(LONG) >= 0;
    int most = lasting ? LASTING : PASSING;
    return state.getFailures() >= (state.getRevision() > 0 ? 2 * most : most);
  }

  /** Whether a record of the page was ever published. */
  public static boolean wasPublished(FrontierEntry state) {
    return state.getRevision() > 0 || state.getFirstObservedAt() != null;
  }

  /** Puts a dead URL to sleep if a record of it was published. */
  public static void settle(FrontierEntry state) {
    Instant fetched = state.getLastFetchedAt();
    if (fetched != null && isDead(state) && wasPublished(state)) {
      state.setNextFetchAt(fetched.plus(SLEEP));
    }
  }

  /** Whether a state sleeps and a finding at this time wakes it: at most one a day does. */
  static boolean isWoken(FrontierEntry state, Instant found) {
    Instant fetched = state.getLastFetchedAt();
    return fetched != null
        && Duration.between(fetched, state.getNextFetchAt()).compareTo(SLEEP.dividedBy(2)) > 0
        && !found.isBefore(fetched.plus(LONG));
  }
}
