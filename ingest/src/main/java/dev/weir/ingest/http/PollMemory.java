package dev.weir.ingest.http;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a poll was answered before it had to wait for a turn. It is then run again from its start:
 * the requests that it has made already are answered from here, so that a poll of several requests
 * to one domain comes to its end. For one run at a time.
 */
public final class PollMemory implements AutoCloseable {
  /** A poll makes few requests; the answers of more would take too much memory. */
  private static final int MOST = 32;

  private static final ThreadLocal<@Nullable PollMemory> CURRENT = new ThreadLocal<>();

  private final Instant begun;
  private final Map<HttpRequest, Deque<HttpResult>> answers = new HashMap<>();
  private final Map<HttpRequest, Integer> used = new HashMap<>();
  private final List<BodyRoom.Lease> leases = new ArrayList<>();
  private int size;

  /**
   * Makes the memory of a poll.
   *
   * @param begun when its first run began: no answer is older
   */
  public PollMemory(Instant begun) {
    this.begun = begun;
  }

  /** When the first run began, which is the time of all that the poll claims. */
  public Instant begun() {
    return begun;
  }

  /** Answers this thread's requests from now on, until {@link #leave}. */
  public void enter() {
    used.clear();
    CURRENT.set(this);
  }

  /** Ends {@link #enter}. */
  public static void leave() {
    CURRENT.remove();
  }

  /** The answer that an earlier run of this thread's poll got. */
  static Optional<HttpResult> recall(HttpRequest request) {
    PollMemory memory = CURRENT.get();
    if (memory == null) {
      return Optional.empty();
    }
    int number = memory.used.merge(request, 1, Integer::sum);
    return memory.answers.getOrDefault(request, new ArrayDeque<>()).stream()
        .skip(number - 1L)
        .findFirst();
  }

  /**
   * Keeps an answer for the next run, and the room that its body takes until the poll is over.
   *
   * @return false where there is no poll, so that the room is the caller's to give back
   */
  static boolean keep(HttpRequest request, HttpResult result, BodyRoom.Lease lease) {
    PollMemory memory = CURRENT.get();
    if (memory == null) {
      return false;
    }
    synchronized (memory) {
      memory.leases.add(lease);
      if (memory.size < MOST) {
        memory.answers.computeIfAbsent(request, key -> new ArrayDeque<>()).add(result);
        memory.size++;
      }
    }
    return true;
  }

  /** The poll is over, or will not be run again: gives back the room that its answers took. */
  @Override
  public synchronized void close() {
    leases.forEach(BodyRoom.Lease::close);
    leases.clear();
    answers.clear();
  }
}
