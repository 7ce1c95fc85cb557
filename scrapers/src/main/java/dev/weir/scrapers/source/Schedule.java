package dev.weir.scrapers.source;

import dev.weir.schemas.Backoff;
import dev.weir.schemas.settings.Durations;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Decides when to fetch a page again. Pure.
 *
 * <p>A page that changed is fetched again soon, an unchanged one after twice the interval, and an
 * old page less often the older it is. Changes announced by feeds and sitemaps do not wait for
 * this.
 */
final class Schedule {
  static final Duration SOONEST = Duration.ofMinutes(10);
  static final Duration LATEST = Duration.ofDays(30);
  private static final Duration CHANGED_LATEST = Duration.ofDays(1);
  private static final Backoff LASTING = new Backoff(Duration.ofDays(1), LATEST);
  private static final Backoff RETRIES = new Backoff(Duration.ofSeconds(10), Duration.ofHours(6));

  private Schedule() {}

  /** After new or changed content. */
  static Instant afterChange(Instant firstObserved, Instant now) {
    return now.plus(between(SOONEST, age(firstObserved, now), CHANGED_LATEST));
  }

  /** After unchanged content. */
  static Instant afterNoChange(Instant firstObserved, @Nullable Instant lastFetched, Instant now) {
    Duration doubled =
        lastFetched == null ? SOONEST : Duration.between(lastFetched, now).multipliedBy(2);
    Duration age = age(firstObserved, now);
    return now.plus(between(SOONEST, Durations.longer(doubled, age), LATEST));
  }

  /** After this many temporary failures in a row. */
  static Instant afterFailure(int failures, Duration atLeast, Instant now) {
    Duration wait = RETRIES.delay(failures);
    return now.plus(Durations.longer(wait, atLeast));
  }

  /** After this many lasting failures in a row. */
  static Instant afterLastingFailure(int failures, Instant now) {
    return now.plus(LASTING.delay(failures));
  }

  private static Duration age(Instant firstObserved, Instant now) {
    return Duration.between(firstObserved, now).dividedBy(10);
  }

  private static Duration between(Duration least, Duration value, Duration most) {
    return Durations.longer(least, Durations.shorter(value, most));
  }
}
