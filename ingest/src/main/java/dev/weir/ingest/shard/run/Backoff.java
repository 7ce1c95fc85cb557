package dev.weir.ingest.shard.run;

import java.time.Duration;

/**
 * How long to wait before trying again: doubled with each failure, up to a limit, and spread so
 * that many do not return at once.
 */
public record Backoff(Duration first, Duration limit) {

  /** For sources and shards: from one second to five minutes. */
  public static final Backoff SOURCES = new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(5));

  /** For servers of our own, which mostly come back soon. */
  public static final Backoff SERVERS = new Backoff(Duration.ofMillis(500), Duration.ofSeconds(10));

  public Backoff {
    if (first.isNegative() || first.isZero() || limit.compareTo(first) < 0) {
      throw new IllegalArgumentException(
          "Expected a first delay above zero and a limit of at least that, got: "
              + first
              + " and "
              + limit);
    }
  }

  /**
   * The delay after some failures in a row.
   *
   * @param failures from 1
   * @param random from 0 (inclusive) to 1: where in the upper half of the full delay to land
   */
  public Duration delay(int failures, double random) {
    if (failures < 1) {
      throw new IllegalArgumentException("Expected at least one failure, got: " + failures);
    }
    int doublings = Math.min(failures - 1, 40);
    double full =
        Math.min((double) first.toMillis() * Math.pow(2, doublings), (double) limit.toMillis());
    return Duration.ofMillis((long) (full * (0.5 + random / 2)));
  }
}
