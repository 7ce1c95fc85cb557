package dev.weir.trial.latency;

import java.time.Duration;
import java.time.Instant;

/**
 * A stretch of time.
 *
 * @param from inclusive
 * @param until exclusive
 */
record Span(Instant from, Instant until) {
  boolean contains(Instant instant) {
    return !instant.isBefore(from) && instant.isBefore(until);
  }

  double seconds() {
    return Duration.between(from, until).toMillis() / 1e3;
  }
}
