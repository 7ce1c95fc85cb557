package dev.weir.schemas;

import java.time.Duration;

/**
 * How long to wait before trying again: the delay doubles with each failure, up to a limit.
 *
 * @param first delay after the first failure
 * @param limit longest delay
 */
public record Backoff(Duration first, Duration limit) {

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
   * The whole delay, for something that is alone.
   *
   * @param failures in a row, from 1
   */
  public Duration delay(int failures) {
    return delay(failures, 1);
  }

  /**
   * A part of the delay, spread so that many do not return at once.
   *
   * @param failures in a row, from 1
   * @param random from 0 (inclusive) to 1: where in the upper half of the delay to land
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
