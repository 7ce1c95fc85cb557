package dev.weir.ingest.http;

import dev.weir.schemas.settings.Durations;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;

/**
 * Allows one request at a time to a registrable domain, with a delay after each, and none while the
 * domain asked us to wait. The delay is the longest of the settings', the request's, the duration
 * of the last response (at most ten seconds), so that a server in trouble can recover, and the
 * domain's {@link Pace} after refusals.
 *
 * <p>Never blocks: a request that comes too early is given a time to come back. Thread-safe.
 */
final class Politeness {
  /** Lets time pass; tests skip it. */
  interface Pause {
    void sleep(Duration duration) throws InterruptedException;
  }

  /** Whether a request may be sent. */
  sealed interface Answer {
    /** It may; {@link #leave} ends its turn. */
    record Now() implements Answer {}

    /** It may be sent after the wait, when it must ask again. */
    record Later(Duration delay) implements Answer {}

    /** The domain asked us to wait for longer than the caller will. */
    record Held(Duration delay) implements Answer {}
  }

  private static final Duration LONGEST_LATENCY = Duration.ofSeconds(10);

  /** How soon to ask again while another request is under way. */
  private static final Duration BUSY = Duration.ofMillis(250);

  /** How long a reserved time is kept for a caller that does not come. */
  private static final Duration KEPT = Duration.ofSeconds(10);

  private static final int MANY = 10_000;

  private final InstantSource clock;
  private final Map<String, Lane> lanes = new HashMap<>();

  private static final class Lane {
    private boolean busy;
    private Instant notBefore = Instant.EPOCH;
    private Instant heldUntil = Instant.EPOCH;
    private Instant lastReserved = Instant.EPOCH;
    private Duration delay = Duration.ZERO;
    private final Pace pace = new Pace();
    private final Map<Object, Instant> reserved = new HashMap<>();

    Instant start() {
      return later(notBefore, heldUntil);
    }

    boolean isIdle(Instant now) {
      return !busy && reserved.isEmpty() && now.isAfter(start()) && pace.current(now).isZero();
    }
  }

  Politeness(InstantSource clock) {
    this.clock = clock;
  }

  /**
   * Asks for a turn.
   *
   * @param request equal for the same request when it asks again
   * @param patience maximum wait for a domain that asked us to wait
   * @param waitedUntil minimum current time, from the caller's waits: a clock may stand still
   */
  synchronized Answer ask(String domain, Object request, Duration patience, Instant waitedUntil) {
    Instant now = later(clock.instant(), waitedUntil);
    Lane lane = lane(domain, now);
    Duration held = Duration.between(now, lane.heldUntil);
    if (held.compareTo(patience) > 0) {
      lane.reserved.remove(request);
      return new Answer.Held(held);
    }
    lane.reserved.values().removeIf(time -> time.plus(KEPT).isBefore(now));
    Instant mine = lane.reserved.get(request);
    boolean free = !lane.busy && !lane.start().isAfter(now);
    if (free && (mine == null ? isGap(lane, now) : !mine.isAfter(now))) {
      lane.reserved.remove(request);
      lane.busy = true;
      return new Answer.Now();
    }
    if (mine == null) {
      mine = reserve(lane, request, now);
    }
    Instant next = later(mine, lane.start());
    if (!next.isAfter(now)) {
      next = now.plus(BUSY);
    }
    if (mine.isBefore(next)) {
      lane.reserved.put(request, next);
    }
    return new Answer.Later(Duration.between(now, next));
  }

  /** Whether who comes now is in nobody's way. */
  private static boolean isGap(Lane lane, Instant now) {
    return lane.reserved.values().stream().noneMatch(time -> time.isBefore(now.plus(lane.delay)));
  }

  private static Instant reserve(Lane lane, Object request, Instant now) {
    Instant last = lane.reserved.isEmpty() ? Instant.EPOCH : lane.lastReserved.plus(lane.delay);
    Instant mine = later(later(lane.start(), now), last);
    lane.reserved.put(request, mine);
    lane.lastReserved = mine;
    return mine;
  }

  /** Releases a reserved time. */
  synchronized void giveUp(String domain, Object request) {
    lane(domain, clock.instant()).reserved.remove(request);
  }

  /** Ends the turn. */
  synchronized void leave(String domain, Duration delay, Duration latency) {
    Instant now = clock.instant();
    Lane lane = lane(domain, now);
    Duration bounded = latency.compareTo(LONGEST_LATENCY) > 0 ? LONGEST_LATENCY : latency;
    lane.delay = Durations.longer(Durations.longer(delay, bounded), lane.pace.current(now));
    lane.notBefore = now.plus(lane.delay);
    lane.busy = false;
  }

  /**
   * The domain refused a request: it is requested more slowly from now on.
   *
   * @param delay of the request
   */
  synchronized void refused(String domain, Duration delay) {
    Instant now = clock.instant();
    lane(domain, now).pace.refused(delay, now);
  }

  /** Blocks requests to a domain for some time. */
  synchronized void hold(String domain, Duration wait) {
    Instant now = clock.instant();
    Lane lane = lane(domain, now);
    lane.heldUntil = later(lane.heldUntil, now.plus(wait));
  }

  private Lane lane(String domain, Instant now) {
    if (lanes.size() >= MANY && !lanes.containsKey(domain)) {
      lanes.values().removeIf(lane -> lane.isIdle(now));
    }
    return lanes.computeIfAbsent(domain, name -> new Lane());
  }

  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }
}
