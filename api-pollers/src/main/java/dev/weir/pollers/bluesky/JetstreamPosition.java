package dev.weir.pollers.bluesky;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where to resume a stream.
 *
 * @param last the latest time among the events that were read, in microseconds
 * @param recent the last events that were read, in order of arrival: repeated ones are skipped, and
 *     prove that nothing is missing
 * @param until up to when the stream is known to be complete
 * @param earlier identities of the events before those, {@link #CODE} characters each
 */
record JetstreamPosition(long last, List<Recent> recent, Instant until, String earlier) {
  JetstreamPosition(
      long last, @Nullable List<Recent> recent, Instant until, @Nullable String earlier) {
    this.last = last;
    this.earlier = earlier == null ? "" : earlier;
    this.recent = recent == null ? List.of() : List.copyOf(recent);
    this.until = until;
  }

  /** Length of an earlier event's code: 42 bits. */
  static final int CODE = 7;

  /**
   * An event that was read.
   *
   * @param time when the instance saw it, in microseconds
   * @param hash of its identity
   */
  record Recent(long time, String hash) {}

  /** Inclusive: the earliest time among the recent events, which the server then sends again. */
  long cursor() {
    return recent.stream().mapToLong(Recent::time).min().orElse(last);
  }
}
