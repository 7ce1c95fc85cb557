package dev.weir.pollers.bluesky;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a stream is to be taken up again.
 *
 * @param last the latest time among the events that were read, in microseconds
 * @param recent the last events that were read, in the order of their arrival: what comes again is
 *     left out, and proves that nothing is missing
 * @param until up to when the stream is known to be whole
 * @param earlier what the events before those are known by, each by {@link #CODE} characters
 */
record JetstreamPosition(long last, List<Recent> recent, Instant until, String earlier) {
  JetstreamPosition(
      long last, @Nullable List<Recent> recent, Instant until, @Nullable String earlier) {
    this.last = last;
    this.earlier = earlier == null ? "" : earlier;
    this.recent = recent == null ? List.of() : List.copyOf(recent);
    this.until = until;
  }

  /** How many characters an earlier event's code has: 42 bits. */
  static final int CODE = 7;

  /**
   * An event that was read.
   *
   * @param time when the instance saw it, in microseconds
   * @param hash of what it is known by
   */
  record Recent(long time, String hash) {}

  /** Inclusive: the earliest time among the recent events, which the server then sends again. */
  long cursor() {
    return recent.stream().mapToLong(Recent::time).min().orElse(last);
  }
}
