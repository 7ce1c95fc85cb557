package dev.weir.pollers.mastodon;

import dev.weir.ingest.source.Completeness;
import dev.weir.ingest.source.Next;
import dev.weir.ingest.source.PollResult;
import dev.weir.ingest.source.Positions;
import dev.weir.ingest.source.StreamSink;
import dev.weir.pollers.Connection;
import dev.weir.pollers.FrontierLinks;
import dev.weir.pollers.Origin;
import dev.weir.pollers.Records;
import dev.weir.pollers.mastodon.TimelinePosition.Mark;
import dev.weir.pollers.mastodon.TimelinePosition.Seen;
import dev.weir.schemas.settings.Durations;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection to a stream, from its opening to its end. What was missed before it is polled, and
 * between the pages, what is new is handed over as it comes; from then on the timeline is whole up
 * to where the stream is proven to be read to its end.
 *
 * <p>What a stream loses on the server's side it does not tell, so the horizon is read again once
 * in each horizon, too. For one thread.
 */
final class StreamSession {
  private static final Logger LOG = LoggerFactory.getLogger(StreamSession.class);
  private static final int PIECE = 500;

  /** As many messages are taken between two pages, at most. */
  private static final int BETWEEN_PAGES = 1000;

  private static final Duration PIECE_TIME = Duration.ofMillis(200);
  private static final Duration CLAIM_EVERY = Duration.ofSeconds(1);

  private static final String NOT_POLLED =
      "the stream was away, and what it missed could not be polled to the end";

  private final MastodonSettings settings;
  private final InstantSource clock;
  private final FrontierLinks frontier;
  private final Connection connection;
  private final MastodonStreamSource.Polling polling;
  private final StreamEvents events;
  private final StreamSink sink;
  private final Instant opened;
  private Records records;
  private int count;
  private Instant lastEmitted;
  private Instant lastStored;
  private Instant lastRead;
  private boolean readWhole;

  /** As long as a reading fails, the next one begins where it began, however long ago. */
  private Instant wholeAt = Instant.EPOCH;

  private Timeline timeline;
  private Optional<Seen> newest = Optional.empty();
  private boolean isReading;

  /** How the connection has ended; null while it is open. */
  private Connection.@Nullable Heard ending;

  StreamSession(
      MastodonSettings settings,
      InstantSource clock,
      FrontierLinks frontier,
      Connection connection,
      MastodonStreamSource.Polling polling,
      StreamEvents events,
      StreamSink sink) {
    this.settings = settings;
    this.clock = clock;
    this.frontier = frontier;
    this.connection = connection;
    this.polling = polling;
    this.events = events;
    this.sink = sink;
    this.opened = clock.instant();
    this.records = new Records(frontier);
    this.lastEmitted = opened;
    this.lastStored = opened;
    this.lastRead = opened;
    this.timeline = new Timeline(TimelinePosition.none(opened));
  }

  /** Returns when the connection has ended. */
  void follow() throws IOException, InterruptedException {
    Optional<TimelinePosition> before = polling.position();
    boolean read = fill();
    if (before.isPresent()) {
      sink.emit(sinceAway(before.get(), read));
    }
    while (ending == null) {
      hear(PIECE_TIME);
      emitWhatIsDue();
      if (ending == null && !clock.instant().isBefore(lastRead.plus(pauseBetweenReadings()))) {
        store();
        fill();
      }
    }
    LOG.atInfo()
        .addKeyValue("source", settings.id())
        .addKeyValue("end", ending)
        .log("The stream has ended");
    store();
  }

  /** Takes what the stream brings next; false if that is nothing within the time. */
  private boolean hear(Duration time) throws InterruptedException {
    Connection.@Nullable Heard heard = connection.next(time.toMillis());
    if (heard instanceof Connection.Closed || heard instanceof Connection.Failed) {
      ending = heard;
    } else if (heard instanceof Connection.Message message) {
      take(message);
    }
    return heard != null;
  }

  /**
   * Hands over what the stream brings while the horizon is read: a reading may take minutes, and
   * what was observed must be published soon. It does not say yet up to when the timeline is whole.
   */
  private void hearBetweenPages(Duration time) throws InterruptedException {
    timeline = polling.known();
    Instant end = clock.instant().plus(time);
    Duration left = time;
    boolean heard = true;
    for (int taken = 0; isPositive(left) || (heard && taken < BETWEEN_PAGES); taken++) {
      heard =
          ending == null
              && hear(isPositive(left) ? Durations.shorter(left, PIECE_TIME) : Duration.ZERO);
      if (ending != null && isPositive(left)) {
        TimeUnit.NANOSECONDS.sleep(left.toNanos());
      }
      if (isPieceDue(clock.instant())) {
        emit(Optional.empty());
      }
      left = Duration.between(clock.instant(), end);
    }
    if (count > 0) {
      emit(Optional.empty());
    }
  }

  private void emitWhatIsDue() throws InterruptedException {
    Instant now = clock.instant();
    if (!now.isBefore(lastStored.plus(settings.every()))) {
      store();
    } else if (isPieceDue(now) || !now.isBefore(lastEmitted.plus(CLAIM_EVERY))) {
      emit(Optional.empty());
    }
  }

  private boolean isPieceDue(Instant now) {
    return count >= PIECE || (count > 0 && !now.isBefore(lastEmitted.plus(PIECE_TIME)));
  }

  /** Reads the horizon again; false where that did not come to its end. */
  private boolean fill() throws IOException, InterruptedException {
    lastRead = clock.instant();
    isReading = true;
    readWhole = polling.readAgain(this::hearBetweenPages);
    isReading = false;
    timeline = polling.known();
    return readWhole;
  }

  /** What is missing is looked for as often as a timeline is polled. */
  private Duration pauseBetweenReadings() {
    return readWhole ? Durations.longer(settings.horizon(), settings.every()) : settings.every();
  }

  /** What is known of the time without a stream. */
  private PollResult sinceAway(TimelinePosition before, boolean read) {
    Instant back = before.until().minus(settings.horizon());
    boolean reachedBack = before.cut() == null || !before.cut().isAfter(back);
    Completeness extent =
        read && reachedBack
            ? Completeness.contiguous(opened, name(), brokenLimits())
            : Completeness.unknown(opened, NOT_POLLED);
    return new PollResult(List.of(), Optional.empty(), extent, Next.interval());
  }

  private void take(Connection.Message message) {
    Instant now = clock.instant();
    StreamEvents.Event event = events.read(message.bytes(), new Origin(settings.id(), now));
    Optional<Seen> seen = event.seen();
    if (seen.isPresent() && timeline.holds(seen.get())) {
      return;
    }
    if (seen.isPresent()) {
      timeline.add(seen.get());
      if (isReading) {
        polling.heard(seen.get());
      }
      Instant written = seen.get().written();
      boolean isNewest = newest.isEmpty() || written.isAfter(newest.get().written());
      if (isNewest && seen.get().canBeAsked() && !written.isAfter(now)) {
        newest = seen;
      }
    }
    records.add(event.parsed());
    count++;
  }

  /** Emits with a position, from which the next connection, or the next process, goes on. */
  private void store() throws InterruptedException {
    Instant now = clock.instant();
    newest.ifPresent(
        seen -> timeline.mark(new Mark(now, seen.id(), seen.written()), settings.horizon()));
    if (readWhole) {
      wholeAt = now;
    }
    timeline.forgetBefore(wholeAt.minus(settings.horizon()), now);
    TimelinePosition before = polling.position().orElseGet(() -> TimelinePosition.none(now));
    TimelinePosition position =
        new TimelinePosition(
            timeline.marks(),
            timeline.packed(),
            timeline.packedEdits(),
            null,
            before.round(),
            whole(),
            now,
            timeline.cut().orElse(null),
            0,
            newest.map(Seen::id).orElse(before.newest()));
    polling.position(position);
    lastStored = now;
    emit(Optional.of(Positions.write(position)));
  }

  private void emit(Optional<String> position) throws InterruptedException {
    Completeness extent =
        isReading ? Completeness.pending() : Completeness.contiguous(whole(), name());
    sink.emit(new PollResult(records.toList(), position, extent, Next.interval()));
    records = new Records(frontier);
    count = 0;
    lastEmitted = clock.instant();
  }

  /** Up to when all was heard. */
  private Instant whole() {
    return connection.provenUntil().filter(opened::isBefore).orElse(opened);
  }

  /** What people and coverage call the place that the session has come to. */
  private String name() {
    return newest
        .map(Seen::id)
        .orElseGet(() -> polling.position().map(TimelinePosition::newest).orElse(""));
  }

  private String brokenLimits() {
    return MastodonTimelineSource.limits(settings)
        .replace("polled:", "polled, since the stream was away:");
  }

  private static boolean isPositive(Duration time) {
    return !time.isNegative() && !time.isZero();
  }
}
