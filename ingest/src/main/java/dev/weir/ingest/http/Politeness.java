package dev.weir.ingest.http;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

/**
 * One request at a time to a registrable domain, a delay after each, and none while the domain
 * asked us to stay away. The delay is the longest of the settings', the request's and the time the
 * last answer took (at most ten seconds of it), so that a server in trouble gets room.
 */
final class Politeness {
  /** Lets time pass; tests let it pass at once. */
  interface Pause {
    void sleep(Duration duration) throws InterruptedException;
  }

  private static final Duration LONGEST_LATENCY = Duration.ofSeconds(10);

  private final InstantSource clock;
  private final Pause pause;
  private final Map<String, Lane> lanes = new ConcurrentHashMap<>();

  Politeness(InstantSource clock, Pause pause) {
    this.clock = clock;
    this.pause = pause;
  }

  /**
   * Waits for this caller's turn, which {@link #leave} ends.
   *
   * @return how long it would have to wait, where that is longer than the patience; then there is
   *     no turn
   */
  Optional<Duration> enter(String domain, Duration patience) throws InterruptedException {
    Lane lane = lanes.computeIfAbsent(domain, name -> new Lane());
    lane.turn.acquire();
    boolean entered = false;
    try {
      Instant start = later(lane.heldUntil, lane.notBefore);
      Duration wait = Duration.between(clock.instant(), start);
      if (wait.compareTo(patience) > 0) {
        return Optional.of(wait);
      }
      if (wait.compareTo(Duration.ZERO) > 0) {
        pause.sleep(wait);
      }
      entered = true;
      return Optional.empty();
    } finally {
      if (!entered) {
        lane.turn.release();
      }
    }
  }

  /** Ends the turn. */
  void leave(String domain, Duration delay, Duration latency) {
    Lane lane = lanes.computeIfAbsent(domain, name -> new Lane());
    Duration bounded = latency.compareTo(LONGEST_LATENCY) > 0 ? LONGEST_LATENCY : latency;
    lane.notBefore = clock.instant().plus(bounded.compareTo(delay) > 0 ? bounded : delay);
    lane.turn.release();
  }

  /** Keeps everybody away from a domain for some time. */
  void hold(String domain, Duration wait) {
    Lane lane = lanes.computeIfAbsent(domain, name -> new Lane());
    lane.heldUntil = later(lane.heldUntil, clock.instant().plus(wait));
  }

  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }

  private static final class Lane {
    private final Semaphore turn = new Semaphore(1, true);
    private volatile Instant notBefore = Instant.EPOCH;
    private volatile Instant heldUntil = Instant.EPOCH;
  }
}
