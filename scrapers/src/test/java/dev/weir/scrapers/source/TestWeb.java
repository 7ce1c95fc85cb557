package dev.weir.scrapers.source;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.weir.ingest.http.PoliteHttpClient;
import dev.weir.ingest.settings.HttpSettings;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A small web of names under {@code .test}, all served by one server on loopback. */
public final class TestWeb implements AutoCloseable {
  /** Answers a request. */
  public interface Handler {
    void handle(HttpExchange exchange) throws IOException;
  }

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Map<String, Handler> handlers = new ConcurrentHashMap<>();
  private final List<String> requests = new CopyOnWriteArrayList<>();

  public TestWeb() throws IOException {
    server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 50);
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
  }

  public String address() {
    return "127.0.0.1:" + server.getAddress().getPort();
  }

  /** A client that finds this web, and nothing else; it never waits out of politeness. */
  public PoliteHttpClient client(InstantSource clock) {
    return client(clock, Duration.ofSeconds(10));
  }

  public PoliteHttpClient client(InstantSource clock, Duration timeout) {
    HttpSettings settings =
        new HttpSettings(Duration.ZERO, timeout, 1L << 20, Map.of("*.test", address()), List.of());
    return PoliteHttpClient.create(settings, "mailto:test@example.org", clock);
  }

  public TestWeb on(String url, Handler handler) {
    handlers.put(url, handler);
    return this;
  }

  public TestWeb page(String url, String html) {
    return on(url, exchange -> send(exchange, 200, "text/html; charset=utf-8", html));
  }

  public TestWeb text(String url, String type, String body) {
    return on(url, exchange -> send(exchange, 200, type, body));
  }

  public TestWeb status(String url, int status) {
    return on(url, exchange -> send(exchange, status, "text/plain", "status " + status));
  }

  public TestWeb redirect(String url, int status, String location) {
    return on(
        url,
        exchange -> {
          exchange.getResponseHeaders().set("Location", location);
          send(exchange, status, "text/plain", "");
        });
  }

  /** What was asked for so far, such as {@code GET http://gazette.test/a}. */
  public List<String> requests() {
    return List.copyOf(requests);
  }

  public long count(String url) {
    return requests.stream().filter(url::equals).count();
  }

  public static void send(HttpExchange exchange, int status, String type, String body)
      throws IOException {
    send(exchange, status, type, body.getBytes(StandardCharsets.UTF_8));
  }

  public static void send(HttpExchange exchange, int status, String type, byte[] body)
      throws IOException {
    exchange.getResponseHeaders().set("Content-Type", type);
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(body);
    }
  }

  /** Answers 304 where the client knows the tag, else the page with it. */
  public static Handler tagged(String tag, String type, String body) {
    return exchange -> {
      exchange.getResponseHeaders().set("ETag", tag);
      if (tag.equals(exchange.getRequestHeaders().getFirst("If-None-Match"))) {
        exchange.sendResponseHeaders(304, -1);
        exchange.close();
      } else {
        send(exchange, 200, type, body);
      }
    };
  }

  private void answer(HttpExchange exchange) throws IOException {
    String host = exchange.getRequestHeaders().getFirst("Host");
    String url = "http://" + host + exchange.getRequestURI();
    requests.add(url);
    Handler handler = handlers.get(url);
    try (exchange) {
      if (handler == null) {
        send(exchange, 404, "text/plain", "nothing here");
      } else {
        handler.handle(exchange);
      }
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
