package dev.weir.ingest.source;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What one answer yielded, and where the next poll starts.
 *
 * @param records to be published, in this order
 * @param nextPosition the new position, as JSON of the source's own; empty leaves the old one as it
 *     is
 * @param extent what the source now knows of its completeness
 * @param next when to be polled again
 */
public record PollResult(
    List<Outgoing> records, Optional<String> nextPosition, Completeness extent, Next next) {

  public PollResult {
    records = List.copyOf(records);
    Objects.requireNonNull(nextPosition, "nextPosition");
    Objects.requireNonNull(extent, "extent");
    Objects.requireNonNull(next, "next");
  }

  public static PollResult of(
      List<Outgoing> records, String nextPosition, Completeness extent, Next next) {
    return new PollResult(records, Optional.of(nextPosition), extent, next);
  }

  /** Nothing new and no claim: the position stays. */
  public static PollResult nothing(Next next) {
    return new PollResult(List.of(), Optional.empty(), Completeness.pending(), next);
  }
}
