package dev.weir.ingest.source;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * The input of a poll.
 *
 * @param position the position of the last result, as source-specific JSON; empty at the first poll
 * @param now the time of the poll
 * @param frontier the entries of the shard's partition of the frontier; empty for applications
 *     without one
 */
public record PollRequest(Optional<String> position, Instant now, Frontier frontier) {

  public PollRequest {
    Objects.requireNonNull(position, "position");
    Objects.requireNonNull(now, "now");
    Objects.requireNonNull(frontier, "frontier");
  }

  /** A request without a frontier. */
  public static PollRequest of(Optional<String> position, Instant now) {
    return new PollRequest(position, now, Frontier.none());
  }
}
