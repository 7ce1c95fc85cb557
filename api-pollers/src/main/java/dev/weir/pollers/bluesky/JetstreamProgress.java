package dev.weir.pollers.bluesky;

import dev.weir.ingest.source.Completeness;
import dev.weir.ingest.source.Hashes;
import dev.weir.ingest.source.Positions;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What was read of a stream, and what that says of its completeness. Knows neither clock nor
 * connection; for one thread.
 *
 * <p>Times of neighbouring events are not strictly in order, and all operations of one commit may
 * share one: so a connection takes up the stream at the earliest of the last events, and what comes
 * again is known by its identity. That some of it does come again is also the proof that the server
 * has not silently raised a cursor that is older than what it keeps (36 hours, on the public
 * instances).
 */
final class JetstreamProgress {
  private static final int RECENT = 64;

  private static final String DIGITS =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

  /**
   * Number of earlier events that are remembered. A server that was killed sends again what it had
   * not saved, some seconds' worth, with new times. All of this is written with every batch of the
   * stream: 7 kB.
   */
  private static final int EARLIER = 1000;

  /** Repeated events come right after the opening; later, an equal code means nothing. */
  private static final Duration COMES_AGAIN = Duration.ofMinutes(5);

  /** An event this young was sent live, not from a backlog. */
  private static final Duration LIVE = Duration.ofSeconds(5);

  /** A replay is over when nothing came for this long after known events. */
  private static final Duration REPLAYED = Duration.ofSeconds(15);

  /** Without an event to recognize, a cursor this young is assumed to be honored. */
  private static final Duration SURELY_KEPT = Duration.ofHours(24);

  /** An event further in the future is not believed. */
  private static final Duration SKEW = Duration.ofMinutes(5);

  private final Deque<JetstreamPosition.Recent> recent = new ArrayDeque<>();
  private final Deque<String> earlier = new ArrayDeque<>();
  private final Set<String> recentHashes = new HashSet<>();
  private final Set<String> earlierCodes = new HashSet<>();
  private long last = Long.MIN_VALUE;
  private @Nullable Instant until;
  private boolean unproven;
  private boolean caughtUp;
  private boolean backlog;
  private Instant lastHeard = Instant.MAX;
  private Instant opened = Instant.EPOCH;
  private Optional<Completeness> gap = Optional.empty();

  /** Resumes from a position; without one, starts at the first connection. */
  JetstreamProgress(Optional<JetstreamPosition> position) {
    position.ifPresent(
        known -> {
          last = known.last();
          until = known.until();
          for (int i = 0; i + JetstreamPosition.CODE <= known.earlier().length(); ) {
            String code = known.earlier().substring(i, i += JetstreamPosition.CODE);
            earlier.add(code);
            earlierCodes.add(code);
          }
          known.recent().forEach(this::remember);
        });
  }

  OptionalLong cursor() {
    return until == null ? OptionalLong.empty() : OptionalLong.of(position().cursor());
  }

  /** A connection was opened with {@link #cursor()}. */
  void opened(Instant now) {
    backlog = false;
    lastHeard = now;
    opened = now;
    caughtUp = until == null;
    if (until == null) {
      until = now;
      last = micros(now);
    } else {
      unproven =
          !recent.isEmpty() || Duration.between(instant(last), now).compareTo(SURELY_KEPT) > 0;
    }
  }

  /** Adds an event; false if it was read before. */
  boolean accept(String identity, long timeMicros, Instant now) {
    String hash = Hashes.brief(identity);
    boolean known =
        recentHashes.contains(hash)
            || (now.isBefore(opened.plus(COMES_AGAIN)) && earlierCodes.contains(code(hash)));
    lastHeard = now;
    if (unproven) {
      unproven = false;
      if (!known && timeMicros > last) {
        tellGap(instant(timeMicros));
      }
    }
    if (known) {
      return false;
    }
    boolean believed = timeMicros > 0 && timeMicros <= micros(now.plus(SKEW));
    caughtUp = believed && timeMicros >= micros(now.minus(LIVE));
    backlog = !caughtUp;
    if (believed && (timeMicros > last || recent.isEmpty())) {
      // The first event replaces our own clock's time by the instance's.
      last = timeMicros;
      until = later(until, instant(timeMicros));
    }
    remember(new JetstreamPosition.Recent(believed ? timeMicros : last, hash));
    return true;
  }

  /** Adds a message that is not an event; false if it was read before. */
  boolean acceptMalformed(byte[] message) {
    String hash = Hashes.brief(Hashes.sha256(message));
    boolean known = recentHashes.contains(hash);
    if (!known) {
      remember(new JetstreamPosition.Recent(last, hash));
    }
    return !known;
  }

  /**
   * Nothing has come for a while, and everything that the server had sent by a time was read. That
   * is conclusive only if the stream was read to its end: the last event was young, or the replay
   * brought only known events and then nothing more. A pause in a replay is not conclusive.
   */
  void quiet(Instant time) {
    boolean replayed = !backlog && !time.isBefore(lastHeard.plus(REPLAYED));
    caughtUp = caughtUp || replayed;
    if (caughtUp && !unproven && until != null) {
      until = later(until, time);
    }
  }

  /** Whether something is known to lie between the cursor and now that has not arrived. */
  boolean isUnproven() {
    return unproven;
  }

  /** The current completeness; a gap is reported once. */
  Completeness extent() {
    Optional<Completeness> told = gap;
    gap = Optional.empty();
    if (told.isPresent()) {
      return told.get();
    }
    return unproven || until == null
        ? Completeness.pending()
        : Completeness.contiguous(until, Long.toString(last));
  }

  boolean hasGap() {
    return gap.isPresent();
  }

  String positionJson() {
    return Positions.write(position());
  }

  private JetstreamPosition position() {
    return new JetstreamPosition(
        last, List.copyOf(recent), until == null ? Instant.EPOCH : until, String.join("", earlier));
  }

  private void tellGap(Instant start) {
    Instant end = until == null ? instant(last) : later(until, instant(last));
    Instant from = end.isBefore(start) ? end : instant(last);
    gap =
        Optional.of(
            Completeness.gap(
                from, start, "cursor clamped", Long.toString(last), Long.toString(micros(start))));
    until = start;
  }

  private void remember(JetstreamPosition.Recent event) {
    recent.add(event);
    recentHashes.add(event.hash());
    if (recent.size() > RECENT) {
      String hash = recent.remove().hash();
      recentHashes.remove(hash);
      earlier.add(code(hash));
      earlierCodes.add(code(hash));
    }
    if (earlier.size() > EARLIER) {
      earlierCodes.remove(earlier.remove());
    }
  }

  /** The first 42 bits of a hash in hexadecimal digits. */
  private static String code(String hash) {
    long bits = Long.parseUnsignedLong(hash.substring(0, 16), 16) >>> 22;
    char[] code = new char[JetstreamPosition.CODE];
    for (int i = code.length - 1; i >= 0; i--) {
      code[i] = DIGITS.charAt((int) (bits & 63));
      bits >>>= 6;
    }
    return new String(code);
  }

  private static Instant later(@Nullable Instant one, Instant other) {
    return one != null && one.isAfter(other) ? one : other;
  }

  private static Instant instant(long micros) {
    return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
  }

  private static long micros(Instant instant) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
  }
}
