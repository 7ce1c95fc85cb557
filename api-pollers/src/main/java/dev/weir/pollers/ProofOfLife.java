package dev.weir.pollers;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Determines up to when a connection was read completely. Messages and the answers to pings arrive
 * in the order in which the server sent them. A ping is sent only after the previous one was
 * answered, so the second answer after a time belongs to a ping that was sent after that time:
 * whoever has read everything before that answer has read everything that was sent until then.
 *
 * <p>Times are only labels and never subtracted: a machine that slept, or a clock that jumped,
 * makes no proof. For one thread.
 */
final class ProofOfLife {
  /** The latest time at which no more pings than these were answered. */
  private record Sample(int answered, Instant at) {}

  /** A time that is proven once this many messages were taken. */
  private record Due(Instant at, long received) {}

  private final Deque<Sample> samples = new ArrayDeque<>();
  private final Deque<Due> due = new ArrayDeque<>();
  private long taken;
  private @Nullable Instant until;

  /**
   * Records the connection's state.
   *
   * @param at a time before the pings were counted
   * @param received number of received messages, counted after the pings
   */
  void observe(Instant at, int answered, long received) {
    Sample last = samples.peekLast();
    if (last != null && last.answered() == answered) {
      samples.removeLast();
    }
    samples.add(new Sample(answered, at));
    @Nullable Sample proven = null;
    while (!samples.isEmpty() && samples.getFirst().answered() <= answered - 2) {
      proven = samples.removeFirst();
    }
    if (proven != null) {
      due.add(new Due(proven.at(), received));
    }
    settle();
  }

  /** A message was taken. */
  void taken() {
    taken++;
    settle();
  }

  private void settle() {
    while (!due.isEmpty() && due.getFirst().received() <= taken) {
      until = due.removeFirst().at();
    }
  }

  Optional<Instant> until() {
    return Optional.ofNullable(until);
  }
}
