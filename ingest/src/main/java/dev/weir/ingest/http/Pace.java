package dev.weir.ingest.http;

import java.time.Duration;
import java.time.Instant;

/**
 * Slows down requests to a domain after it refused some (429, or 503 with Retry-After): each
 * refusal doubles the time between two requests, up to ten times the usual one and a minute at
 * most; that time then halves every ten minutes. So a rate limit is hit only about once in ten
 * minutes. Pure. Not thread-safe.
 */
final class Pace {
  static final Duration LEAST = Duration.ofMillis(250);
  static final Duration MOST = Duration.ofMinutes(1);

  /** Maximum slowdown: a server that refuses at random can still be read. */
  static final int TIMES = 10;

  static final Duration HALF_LIFE = Duration.ofMinutes(10);
  private static final double FORGOTTEN_MILLIS = 10;

  private double millis;
  private Instant at = Instant.EPOCH;

  /**
   * A request was refused.
   *
   * @param base the usual time between two requests
   */
  void refused(Duration base, Instant now) {
    double least = (double) Math.max(LEAST.toMillis(), base.toMillis());
    long most = Math.min(MOST.toMillis(), Math.max(2 * LEAST.toMillis(), TIMES * base.toMillis()));
    millis = Math.min((double) most, 2 * Math.max(least, millis(now)));
    at = now;
  }

  /** The minimum time between two requests. */
  Duration current(Instant now) {
    double left = millis(now);
    return left < FORGOTTEN_MILLIS ? Duration.ZERO : Duration.ofMillis((long) left);
  }

  private double millis(Instant now) {
    double halves = (double) Duration.between(at, now).toMillis() / HALF_LIFE.toMillis();
    return millis * Math.pow(0.5, Math.max(0, halves));
  }
}
