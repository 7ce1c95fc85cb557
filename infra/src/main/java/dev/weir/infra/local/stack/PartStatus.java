package dev.weir.infra.local.stack;

import java.time.Instant;
import java.util.Optional;

/**
 * How a part of the stack is.
 *
 * @param name the part
 * @param address where it listens; empty when nowhere
 * @param state where it stands
 * @param pid its process, while there is one
 * @param log its log file; empty when it has none
 * @param since since when it has been in this state
 * @param restarts how often it was started again
 * @param detail a sentence: what it waits for, why it ended
 */
public record PartStatus(
    String name,
    String address,
    PartState state,
    Optional<Long> pid,
    String log,
    Instant since,
    int restarts,
    String detail) {
  PartStatus with(PartState next, Optional<Long> process, String why, Instant now) {
    return new PartStatus(name, address, next, process, log, now, restarts, why);
  }

  PartStatus restarted() {
    return new PartStatus(name, address, state, pid, log, since, restarts + 1, detail);
  }

  /** Whether nothing is awaited of it any more. */
  public boolean isReady() {
    return state == PartState.RUNNING || state == PartState.DONE;
  }

  /** Whether nothing more is to be waited for. */
  public boolean isSettled() {
    return isReady() || state == PartState.REFUSED;
  }
}
