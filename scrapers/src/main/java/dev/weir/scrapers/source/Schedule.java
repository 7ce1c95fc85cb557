package dev.weir.scrapers.source;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * When a page is fetched again. Pure.
 *
 * <p>A page that changed is soon looked at again; one that did not, after twice the time; and an
 * old page the less often the older it is. What feeds and sitemaps say to have changed does not
 * wait for this.
 */
final class Schedule {
  static final Duration SOONEST = Duration.ofMinutes(10);
  static final Duration LATEST = Duration.ofDays(30);
  private static final Duration CHANGED_LATEST = Duration.ofDays(1);
  private static final Duration LASTING = Duration.ofDays(1);
  private static final Duration FIRST_RETRY = Duration.ofSeconds(10);
  private static final Duration LAST_RETRY = Duration.ofHours(6);

  private Schedule() {}

  /** After content that is new or has changed. */
  static Instant afterChange(Instant firstObserved, Instant now) {
    return now.plus(between(SOONEST, age(firstObserved, now), CHANGED_LATEST));
  }

  /** After content that is as it was at the last fetch. */
  static Instant afterNoChange(Instant firstObserved, @Nullable Instant lastFetched, Instant now) {
    Duration doubled =
        lastFetched == null ? SOONEST : Duration.between(lastFetched, now).multipliedBy(2);
    Duration age = age(firstObserved, now);
    return now.plus(between(SOONEST, doubled.compareTo(age) > 0 ? doubled : age, LATEST));
  }

  /** After so many failures in a row that may pass. */
  static Instant afterFailure(int failures, Duration atLeast, Instant now) {
    Duration wait = FIRST_RETRY.multipliedBy(1L << Math.min(failures - 1, 20));
    Duration bounded = between(FIRST_RETRY, wait, LAST_RETRY);
    return now.plus(bounded.compareTo(atLeast) > 0 ? bounded : atLeast);
  }

  /** After so many failures in a row that will not pass soon. */
  static Instant afterLastingFailure(int failures, Instant now) {
    return now.plus(
        between(LASTING, LASTING.multipliedBy(1L << Math.min(failures - 1, 10)), LATEST));
  }

  private static Duration age(Instant firstObserved, Instant now) {
    return Duration.between(firstObserved, now).dividedBy(10);
  }

  private static Duration between(Duration least, Duration value, Duration most) {
    if (value.compareTo(least) < 0) {
      return least;
    }
    return value.compareTo(most) > 0 ? most : value;
  }
}
