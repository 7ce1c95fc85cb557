package dev.weir.pollers.mastodon;

import dev.weir.ingest.http.HttpStatusException;
import dev.weir.ingest.http.WebSocket;
import dev.weir.ingest.http.WebSocketListener;
import dev.weir.ingest.source.Completeness;
import dev.weir.ingest.source.Next;
import dev.weir.ingest.source.PollResult;
import dev.weir.ingest.source.Positions;
import dev.weir.ingest.source.SourceRefusedException;
import dev.weir.ingest.source.StreamSink;
import dev.weir.ingest.source.StreamSource;
import dev.weir.pollers.Connection;
import dev.weir.pollers.FrontierLinks;
import dev.weir.pollers.mastodon.TimelinePosition.Seen;
import dev.weir.schemas.settings.Durations;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A public or tag timeline, followed by the streaming API, which needs a token: new statuses in
 * whatever order they arrive, edits and deletions as they come. What a broken connection missed is
 * polled, up to a horizon back. Where the instance does not grant the stream, the timeline is
 * polled alone, and the stream is tried again later.
 *
 * <p>By WebSocket and not by server-sent events, since the other servers that speak Mastodon's API
 * stream by WebSocket only.
 *
 * @see <a href="https://docs.joinmastodon.org/methods/streaming/">Streaming</a>
 */
public final class MastodonStreamSource implements StreamSource {
  private static final Logger LOG = LoggerFactory.getLogger(MastodonStreamSource.class);

  /** RFC 9110, 5.6.2: a token. */
  private static final Pattern SUBPROTOCOL = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");

  private static final Duration HANDSHAKE = Duration.ofSeconds(30);

  /** As many as hold the statuses that can be known. */
  private static final int MAX_PAGES = Timeline.MAX_KNOWN / 40;

  private static final int MAX_UNANSWERED = 3;

  /** Longer than this nothing is waited for while a stream may be waiting to be read. */
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

  private final MastodonSettings settings;
  private final String token;
  private final MastodonTimelineSource.Fetcher fetcher;
  private final Connector connector;
  private final InstantSource clock;
  private final Retries retries;
  private final FrontierLinks frontier;

  /** How a WebSocket is opened: {@code PoliteHttpClient::connect}. */
  @FunctionalInterface
  public interface Connector {
    WebSocket connect(String url, Map<String, String> headers, WebSocketListener listener);
  }

  /**
   * How long the timeline is polled before the stream is tried again.
   *
   * @param afterFailure where the connection failed or was closed
   * @param afterRefusal where the instance answered that it does not stream this to us
   */
  public record Retries(Duration afterFailure, Duration afterRefusal) {
    public static Retries defaults() {
      return new Retries(Duration.ofSeconds(5), Duration.ofMinutes(10));
    }
  }

  /** Makes one. */
  public MastodonStreamSource(
      MastodonSettings settings,
      String token,
      MastodonTimelineSource.Fetcher fetcher,
      Connector connector,
      InstantSource clock,
      Retries retries,
      FrontierLinks frontier) {
    this.settings = settings;
    this.token = token;
    this.fetcher = fetcher;
    this.connector = connector;
    this.clock = clock;
    this.retries = retries;
    this.frontier = frontier;
  }

  @Override
  public String id() {
    return settings.id();
  }

  @Override
  public String scope() {
    return settings.scope();
  }

  @Override
  public void run(Optional<String> position, StreamSink sink)
      throws IOException, InterruptedException {
    TimelineClient client = new TimelineClient(settings, Optional.of(token), fetcher, clock);
    StreamEvents events = new StreamEvents(settings, client.parser());
    Optional<TimelinePosition> known = Positions.read(id(), position, TimelinePosition.class);
    Polling polling = new Polling(client, events, known, sink);
    while (true) {
      Connection connection = new Connection(clock);
      WebSocket socket =
          connector.connect(new StreamAddress(settings, fetcher).find(), credentials(), connection);
      connection.of(socket);
      Duration pause = retries.afterFailure();
      try {
        Connection.@Nullable Heard first = connection.next(HANDSHAKE.toMillis());
        if (first instanceof Connection.Opened) {
          new StreamSession(settings, clock, frontier, connection, polling, events, sink).follow();
        } else {
          pause = refused(first) ? retries.afterRefusal() : pause;
          LOG.atWarn()
              .addKeyValue("source", id())
              .addKeyValue("answer", first)
              .log("The instance does not stream; polling instead");
        }
      } finally {
        connection.abandon();
        socket.abort();
      }
      pollFor(pause, polling);
    }
  }

  /**
   * Pleroma and its kin read the token from the subprotocol alone, as browsers must send it; the
   * others read either.
   *
   * @see <a href="https://docs.joinmastodon.org/methods/streaming/#websocket">Streaming by
   *     WebSocket</a>
   */
  private Map<String, String> credentials() {
    String bearer = "Bearer " + token;
    return SUBPROTOCOL.matcher(token).matches()
        ? Map.of("Authorization", bearer, "Sec-WebSocket-Protocol", token)
        : Map.of("Authorization", bearer);
  }

  private static boolean refused(Connection.@Nullable Heard heard) {
    return heard instanceof Connection.Failed failed
        && failed.cause() instanceof HttpStatusException status
        && status.status() >= 400
        && status.status() < 500
        && status.status() != 429;
  }

  /** Polls at least once, so that nothing stands still while the stream is away. */
  private void pollFor(Duration time, Polling polling) throws IOException, InterruptedException {
    Instant end = clock.instant().plus(time);
    Duration pause = Durations.shorter(settings.every(), time);
    do {
      polling.round();
      sleep(pause);
    } while (clock.instant().isBefore(end));
  }

  private static void sleep(Duration time) throws InterruptedException {
    TimeUnit.NANOSECONDS.sleep(time.toNanos());
  }

  /** What is done between two pages. */
  @FunctionalInterface
  interface Pause {
    /** Returns after about this time. */
    void pause(Duration time) throws InterruptedException;
  }

  /** Reads the timeline by pages, for a stream that is away or has just come. */
  final class Polling {
    /** What the stream has brought while the horizon is read, by {@link #name}. */
    private final Map<String, Seen> heard = new LinkedHashMap<>();

    private final TimelineReader reader;
    private final StreamSink sink;
    private Optional<TimelinePosition> position;

    /** A stream appends what it brings. A round over everything puts it into its place. */
    private boolean unordered = true;

    Polling(
        TimelineClient client,
        StreamEvents events,
        Optional<TimelinePosition> position,
        StreamSink sink) {
      this.reader =
          new TimelineReader(
              settings,
              client,
              frontier,
              Optional.of(MastodonTimelineSource.limits(settings)),
              events::remember,
              seen -> heard.containsKey(name(seen)));
      this.position = position;
      this.sink = sink;
    }

    Optional<TimelinePosition> position() {
      return position;
    }

    void position(TimelinePosition next) {
      position = Optional.of(next);
      unordered = true;
    }

    /** All that is known: what was read, and what the stream has brought meanwhile. */
    Timeline known() {
      Timeline known =
          new Timeline(position.orElseGet(() -> TimelinePosition.none(clock.instant())));
      heard.values().forEach(known::add);
      return known;
    }

    /** Notes what the stream has brought, so that it is not read again. */
    void heard(Seen seen) {
      heard.put(name(seen), seen);
    }

    private static String name(Seen seen) {
      return seen.id() + " " + seen.version();
    }

    /** A round, to its end, or to where the server no longer helps. */
    void round() throws IOException, InterruptedException {
      boolean whole = unordered;
      Step step = Step.MORE;
      for (int pages = 0; step == Step.MORE && pages < MAX_PAGES; pages++) {
        step = step(whole, MastodonStreamSource::sleep);
      }
    }

    /**
     * Reads the horizon again. {@link #known} then has what was heard meanwhile, too, and the next
     * reading begins without it.
     *
     * @param pause is called after each page, and wherever there is nothing to do for a while
     * @return false if not all that is missing was read or reported
     */
    boolean readAgain(Pause pause) throws IOException, InterruptedException {
      heard.clear();
      position = position.map(TimelinePosition::withoutWalk);
      int unanswered = 0;
      for (int pages = 0; pages < MAX_PAGES && unanswered < MAX_UNANSWERED; pages++) {
        Step step = stepOrFailure(pause);
        pause.pause(Duration.ZERO);
        if (step == Step.WHOLE || step == Step.OPEN) {
          return step == Step.WHOLE;
        }
        unanswered = step == Step.UNANSWERED ? unanswered + 1 : 0;
      }
      position = position.map(TimelinePosition::withoutWalk);
      return false;
    }

    /** A server whose pages fail may stream all the same. */
    private Step stepOrFailure(Pause pause) throws IOException, InterruptedException {
      try {
        return step(true, pause);
      } catch (SourceRefusedException e) {
        throw e;
      } catch (IOException e) {
        LOG.atWarn()
            .addKeyValue("source", id())
            .log("Could not read what the stream may have missed: {}", e.getMessage());
        pause.pause(retries.afterFailure());
        return Step.UNANSWERED;
      }
    }

    /** Reads a page. */
    private Step step(boolean whole, Pause pause) throws IOException, InterruptedException {
      PollResult result = reader.poll(position, clock.instant(), whole);
      boolean answered = result.nextPosition().isPresent();
      if (answered) {
        position = Positions.read(id(), result.nextPosition(), TimelinePosition.class);
      }
      sink.emit(result);
      if (result.next() instanceof Next.After after) {
        pause.pause(Durations.shorter(after.delay(), LONGEST_PAUSE));
      } else if (!answered) {
        pause.pause(retries.afterFailure());
      }
      if (!answered) {
        return Step.UNANSWERED;
      }
      boolean goesOn = position.isPresent() && position.get().walk() != null;
      if (goesOn || result.next() instanceof Next.Immediately) {
        return Step.MORE;
      }
      unordered = false;
      return result.extent() instanceof Completeness.Contiguous ? Step.WHOLE : Step.OPEN;
    }
  }

  /** What a page has brought about. */
  private enum Step {
    /** There is more to read. */
    MORE,
    /** The round is over, and all is read. */
    WHOLE,
    /** The round is over, and has not read all. */
    OPEN,
    /** The server did not answer. */
    UNANSWERED
  }
}
