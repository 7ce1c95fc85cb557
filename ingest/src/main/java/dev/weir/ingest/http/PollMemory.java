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
 * Responses that a poll got before it had to wait for a turn. The poll is then run again from its
 * start, and the requests that it has already made are answered from here, so that a poll of
 * several requests to one domain can finish. For one run at a time.
 */
public final class PollMemory implements AutoCloseable {
  /** A poll makes few requests; more responses would take too much memory. */
  private static final int MOST = 32;

  private static final ThreadLocal<@Nullable PollMemory> CURRENT = new ThreadLocal<>();

  private final Instant begun;
  private final Map<HttpRequest, Deque<HttpResult>> answers = new HashMap<>();
  private final Map<HttpRequest, Integer> used = new HashMap<>();
  private final List<BodyRoom.Lease> leases = new ArrayList<>();
  private int size;

  /**
   * @param begun start of the poll's first run: no response is older
   */
  public PollMemory(Instant begun) {
    this.begun = begun;
  }

  /** Start of the first run, which is the time of all claims of the poll. */
  public Instant begun() {
    return begun;
  }

  /** Serves this thread's requests from now on, until {@link #leave}. */
  public void enter() {
    used.clear();
    CURRENT.set(this);
  }

  /** Ends {@link #enter}. */
  public static void leave() {
    CURRENT.remove();
  }

  /** The response that an earlier run of this thread's poll got. */
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
   * Keeps a response for the next run, and its room until the poll is over.
   *
   * @return false outside a poll, so that the caller must release the room
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

  /** The poll is over or will not be run again: releases the room of its responses. */
  @Override
  public synchronized void close() {
    leases.forEach(BodyRoom.Lease::close);
    leases.clear();
    answers.clear();
  }
}
