package dev.weir.pollers.bluesky;

import dev.weir.ingest.http.HttpStatusException;
import dev.weir.ingest.http.RefusedAddressException;
import dev.weir.ingest.http.WebSocket;
import dev.weir.ingest.http.WebSocketListener;
import dev.weir.ingest.source.Next;
import dev.weir.ingest.source.PollResult;
import dev.weir.ingest.source.Positions;
import dev.weir.ingest.source.SourceRefusedException;
import dev.weir.ingest.source.StreamSink;
import dev.weir.ingest.source.StreamSource;
import dev.weir.ingest.url.UrlNormalizer;
import dev.weir.pollers.Connection;
import dev.weir.pollers.FrontierLinks;
import dev.weir.pollers.MalformedItemException;
import dev.weir.pollers.Origin;
import dev.weir.pollers.Records;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows a Jetstream over a WebSocket. The server closes connections regularly (when its own
 * source is quiet), and the source then reconnects; failures are left to the runtime's back-off.
 *
 * @see <a href="https://github.com/bluesky-social/jetstream">Jetstream</a>
 */
public final class JetstreamSource implements StreamSource {
  private static final Logger LOG = LoggerFactory.getLogger(JetstreamSource.class);
  private static final int PIECE = 500;
  private static final Duration PIECE_TIME = Duration.ofMillis(200);

  /**
   * How often silence is checked; also the maximum delay between an event's time and its sending.
   */
  private static final Duration QUIET = Duration.ofSeconds(1);

  private static final Set<Integer> REFUSALS = Set.of(400, 401, 403, 404, 410);

  private final JetstreamSettings settings;
  private final Connector connector;
  private final InstantSource clock;
  private final Duration reconnectDelay;
  private final FrontierLinks frontier;
  private final JetstreamParser parser = new JetstreamParser(UrlNormalizer::normalize);

  /** Opens a WebSocket: {@code PoliteHttpClient::connect}. */
  @FunctionalInterface
  public interface Connector {
    WebSocket connect(String url, WebSocketListener listener);
  }

  /**
   * Creates an instance.
   *
   * @param reconnectDelay wait after the server has closed the connection
   */
  public JetstreamSource(
      JetstreamSettings settings,
      Connector connector,
      InstantSource clock,
      Duration reconnectDelay,
      FrontierLinks frontier) {
    this.settings = settings;
    this.connector = connector;
    this.clock = clock;
    this.reconnectDelay = reconnectDelay;
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
    JetstreamProgress progress =
        new JetstreamProgress(Positions.read(id(), position, JetstreamPosition.class));
    while (true) {
      Connection connection = new Connection(clock);
      WebSocket socket = connector.connect(settings.subscription(progress.cursor()), connection);
      connection.of(socket);
      try {
        new Following(progress, connection, sink).follow();
      } finally {
        connection.abandon();
        socket.abort();
      }
      Thread.sleep(reconnectDelay.toMillis());
    }
  }

  /** One connection, from its opening to its close. */
  private final class Following {
    private final JetstreamProgress progress;
    private final Connection connection;
    private final StreamSink sink;
    private Records records = new Records(frontier);
    private String written = "";
    private int events;
    private int messages;
    private boolean open;
    private Instant pieceStart;
    private Instant lastHeard;

    Following(JetstreamProgress progress, Connection connection, StreamSink sink) {
      this.progress = progress;
      this.connection = connection;
      this.sink = sink;
      this.pieceStart = clock.instant();
      this.lastHeard = pieceStart;
    }

    /** Returns when the server has closed the connection after it had sent something. */
    void follow() throws IOException, InterruptedException {
      while (true) {
        Connection.Heard heard = connection.next(PIECE_TIME.toMillis());
        if (heard instanceof Connection.Closed closed) {
          emit();
          if (messages == 0) {
            throw new IOException(
                "Expected "
                    + id()
                    + " to send something, got a close: "
                    + closed.code()
                    + " "
                    + closed.reason());
          }
          LOG.atInfo()
              .addKeyValue("source", id())
              .addKeyValue("code", closed.code())
              .log("The server closed the connection");
          return;
        }
        if (heard instanceof Connection.Failed failed) {
          emit();
          throw explained(failed.cause());
        }
        take(heard);
        Instant now = clock.instant();
        if (events >= PIECE
            || progress.hasGap()
            || (events > 0 && !now.isBefore(pieceStart.plus(PIECE_TIME)))) {
          emit();
        } else if (open && heard == null && !now.isBefore(lastHeard.plus(QUIET))) {
          quiet(now);
        }
      }
    }

    private void take(Connection.@Nullable Heard heard) throws InterruptedException {
      if (heard instanceof Connection.Opened opened) {
        open = true;
        lastHeard = opened.at();
        progress.opened(opened.at());
        emit();
      } else if (heard instanceof Connection.Message message) {
        lastHeard = clock.instant();
        messages++;
        if (events == 0) {
          pieceStart = lastHeard;
        }
        read(message);
      }
    }

    private void read(Connection.Message message) {
      Origin origin = new Origin(id(), lastHeard);
      try {
        JetstreamEvent event = JetstreamEvent.read(message.bytes());
        if (progress.accept(event.identity(), event.timeMicros(), lastHeard)) {
          events++;
          records.add(parser.parse(event, message.bytes(), origin));
        }
      } catch (MalformedItemException e) {
        if (progress.acceptMalformed(message.bytes())) {
          events++;
          records.add(parser.parseMessage(message.bytes(), origin));
        }
      }
    }

    private void quiet(Instant now) throws InterruptedException {
      lastHeard = now;
      Optional<Instant> proven = connection.provenUntil();
      if (progress.isUnproven()) {
        return;
      }
      proven.ifPresent(time -> progress.quiet(time.minus(QUIET)));
      emit();
    }

    private void emit() throws InterruptedException {
      if (!open) {
        return;
      }
      String position = progress.positionJson();
      Optional<String> changed = Optional.of(position).filter(it -> !it.equals(written));
      sink.emit(new PollResult(records.toList(), changed, progress.extent(), Next.interval()));
      written = position;
      records = new Records(frontier);
      events = 0;
    }

    private IOException explained(IOException cause) {
      if (cause instanceof RefusedAddressException) {
        return new SourceRefusedException(String.valueOf(cause.getMessage()));
      }
      if (cause instanceof HttpStatusException status && REFUSALS.contains(status.status())) {
        return new SourceRefusedException(String.valueOf(status.getMessage()));
      }
      return cause;
    }
  }
}
