package dev.weir.simulator.server;

import dev.weir.simulator.corpus.Corpus;
import io.undertow.io.IoCallback;
import io.undertow.io.Sender;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import io.undertow.websockets.WebSocketProtocolHandshakeHandler;
import io.undertow.websockets.core.AbstractReceiveListener;
import io.undertow.websockets.core.WebSocketChannel;
import io.undertow.websockets.spi.WebSocketHttpExchange;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.xnio.IoUtils;

/**
 * Turns exchanges into requests for the hosts and their replies into bytes, faults included. Runs
 * on the I/O thread; never blocks.
 */
final class HttpFront implements HttpHandler {
  private static final List<HttpString> HEADERS =
      List.of(
          Headers.IF_NONE_MATCH,
          Headers.IF_MODIFIED_SINCE,
          Headers.USER_AGENT,
          Headers.ACCEPT_ENCODING);
  private static final long STALL_SECONDS = 120;

  private final Simulation simulation;
  private final Hosts hosts;
  private final Optional<CorpusHost> corpusHost;
  private final Optional<RecordedJetstream> recordedJetstream;
  private final RequestFaults faults;
  private final Map<String, Long> numbers = new HashMap<>();

  HttpFront(Simulation simulation, Hosts hosts, Optional<Corpus> corpus) {
    this.corpusHost = corpus.map(recordings -> new CorpusHost(simulation, recordings));
    this.recordedJetstream =
        corpus.map(recordings -> new RecordedJetstream(simulation, recordings));
    this.simulation = simulation;
    this.hosts = hosts;
    this.faults = new RequestFaults(simulation);
  }

  @Override
  public void handleRequest(HttpServerExchange exchange) throws Exception {
    String hostName = exchange.getHostName();
    String name = hostName == null ? "" : hostName.toLowerCase(Locale.ROOT);
    VirtualHost host = host(name);
    if (exchange.getRequestPath().equals("/subscribe") && isJetstream(name, host)) {
      subscribe(exchange, host);
      return;
    }
    if (host instanceof MastodonHost mastodon
        && exchange.getRequestPath().equals(MastodonStream.PATH)) {
      stream(exchange, mastodon);
      return;
    }
    if (host == null) {
      String message = "Expected a host of the simulator, got: " + name;
      deliver(exchange, Reply.of(421, "text/plain", message));
      return;
    }
    RequestFaults.Outcome outcome;
    synchronized (simulation.lock) {
      long number = numbers.merge(name, 1L, Long::sum) - 1;
      outcome = faults.answer(host, request(exchange, name, number));
    }
    switch (outcome.delivery()) {
      case WHOLE -> deliver(exchange, outcome.reply());
      case TRUNCATED -> truncate(exchange, outcome.reply());
      case STALLED -> stall(exchange);
    }
  }

  private @Nullable VirtualHost host(String name) {
    return corpusHost.isPresent() && CorpusHost.owns(name) ? corpusHost.get() : hosts.get(name);
  }

  private boolean isJetstream(String name, @Nullable VirtualHost host) {
    return host instanceof JetstreamHost
        || (recordedJetstream.isPresent() && name.equals(Corpus.JETSTREAM));
  }

  private static Request request(HttpServerExchange exchange, String host, long number) {
    Map<String, String> query = new HashMap<>();
    exchange.getQueryParameters().forEach((name, values) -> query.put(name, values.getLast()));
    Map<String, String> headers = new HashMap<>();
    for (HttpString name : HEADERS) {
      String value = exchange.getRequestHeaders().getFirst(name);
      if (value != null) {
        headers.put(name.toString().toLowerCase(Locale.ROOT), value);
      }
    }
    return new Request(
        exchange.getRequestMethod().toString(),
        host,
        exchange.getRequestPath(),
        query,
        headers,
        number);
  }

  private void deliver(HttpServerExchange exchange, Reply reply) {
    head(exchange, reply);
    boolean whole = !exchange.getRequestMethod().toString().equals("HEAD");
    exchange
        .getResponseSender()
        .send(
            ByteBuffer.wrap(reply.body()),
            new IoCallback() {
              @Override
              public void onComplete(HttpServerExchange written, Sender sender) {
                if (whole) {
                  synchronized (simulation.lock) {
                    reply
                        .served()
                        .at(simulation.witness.nextResponse(), simulation.clock.instant());
                  }
                }
                written.endExchange();
              }

              @Override
              public void onException(
                  HttpServerExchange failed, Sender sender, IOException exception) {
                IoUtils.safeClose(failed.getConnection());
              }
            });
  }

  private static void truncate(HttpServerExchange exchange, Reply reply) {
    head(exchange, reply);
    exchange
        .getResponseSender()
        .send(
            ByteBuffer.wrap(reply.body(), 0, reply.body().length / 2),
            new IoCallback() {
              @Override
              public void onComplete(HttpServerExchange written, Sender sender) {
                IoUtils.safeClose(written.getConnection());
              }

              @Override
              public void onException(
                  HttpServerExchange failed, Sender sender, IOException exception) {
                IoUtils.safeClose(failed.getConnection());
              }
            });
  }

  private static void stall(HttpServerExchange exchange) {
    exchange.dispatch(
        exchange.getIoThread(),
        () ->
            exchange
                .getIoThread()
                .executeAfter(
                    () -> IoUtils.safeClose(exchange.getConnection()),
                    STALL_SECONDS,
                    TimeUnit.SECONDS));
  }

  private static void head(HttpServerExchange exchange, Reply reply) {
    exchange.setStatusCode(reply.status());
    reply
        .headers()
        .forEach((name, value) -> exchange.getResponseHeaders().put(new HttpString(name), value));
    if (reply.status() != 304) {
      exchange.setResponseContentLength(reply.body().length);
    }
  }

  private void subscribe(HttpServerExchange exchange, @Nullable VirtualHost host) throws Exception {
    Map<String, Deque<String>> query = exchange.getQueryParameters();
    Deque<String> collections = query.get("wantedCollections");
    Deque<String> cursor = query.get("cursor");
    Subscription subscription;
    try {
      subscription =
          Subscription.of(
              collections == null ? List.of() : List.copyOf(collections),
              Optional.ofNullable(cursor).map(Deque::getLast));
    } catch (IllegalArgumentException e) {
      deliver(exchange, Reply.of(400, "text/plain", String.valueOf(e.getMessage())));
      return;
    }
    boolean down;
    synchronized (simulation.lock) {
      down = host instanceof JetstreamHost played && played.down();
    }
    if (down) {
      deliver(exchange, Reply.of(503, "text/plain", "Service Unavailable"));
      return;
    }
    open(
        exchange,
        channel -> {
          if (host instanceof JetstreamHost played) {
            played.connect(channel, subscription);
          } else {
            recordedJetstream.ifPresent(replay -> replay.connect(channel, subscription));
          }
        });
  }

  private void stream(HttpServerExchange exchange, MastodonHost host) throws Exception {
    Optional<Reply> refusal;
    synchronized (simulation.lock) {
      refusal =
          host.isDown()
              ? Optional.of(Reply.of(503, "text/plain", "Service Unavailable"))
              : host.stream()
                  .refusal(
                      Optional.ofNullable(
                          exchange.getRequestHeaders().getFirst(Headers.AUTHORIZATION)),
                      Optional.ofNullable(exchange.getQueryParameters().get("stream"))
                          .map(Deque::getLast));
    }
    if (refusal.isPresent()) {
      deliver(exchange, refusal.get());
    } else {
      open(exchange, host.stream()::connect);
    }
  }

  /** Opens a WebSocket; the action is called with the lock held. */
  private void open(HttpServerExchange exchange, Consumer<WebSocketChannel> connect)
      throws Exception {
    new WebSocketProtocolHandshakeHandler(
            (WebSocketHttpExchange http, WebSocketChannel channel) -> {
              channel.getReceiveSetter().set(new AbstractReceiveListener() {});
              channel.resumeReceives();
              synchronized (simulation.lock) {
                connect.accept(channel);
              }
            })
        .handleRequest(exchange);
  }
}
