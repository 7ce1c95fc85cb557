package dev.weir.infra.local.stack;

import java.time.Duration;

/**
 * Doubling delays from one second to thirty, without jitter: one supervisor starts few children.
 */
public final class Backoff {
  private static final Duration FIRST = Duration.ofSeconds(1);
  private static final Duration LAST = Duration.ofSeconds(30);

  private Backoff() {}

  /** The delay after this many failures in a row, from 1. */
  public static Duration after(int failures) {
    if (failures < 1) {
      throw new IllegalArgumentException("Expected at least one failure, got: " + failures);
    }
    Duration delay = FIRST.multipliedBy(1L << Math.min(failures - 1, 10));
    return delay.compareTo(LAST) > 0 ? LAST : delay;
  }
}
