package dev.weir.ingest.source;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/**
 * A source that is polled repeatedly. Never called by two threads at once; consecutive polls may
 * come from different threads, with a happens-before edge between them.
 */
public non-sealed interface PollSource extends Source {

  /** How long to wait after a poll that returned {@link Next#interval()}. */
  Duration interval();

  /**
   * The registrable domain whose part of the frontier this source processes, if any: the wait then
   * ends as soon as one of its entries is due.
   */
  default Optional<String> frontierDomain() {
    return Optional.empty();
  }

  /**
   * Asks once, for as much as one answer gives; a walk over several pages is several polls.
   *
   * <p>What the result holds is published and its position committed atomically, some time after
   * this returns. Until then the next poll already starts from the new position; if the commit
   * fails, the source is polled again from the last committed one, so nothing but the position may
   * be remembered.
   *
   * @throws SourceRefusedException if trying again soon is pointless, such as for a refused
   *     credential
   * @throws IOException if the world failed; the source is polled again from the same position,
   *     with a growing delay
   */
  PollResult poll(PollRequest request) throws IOException, InterruptedException;
}
