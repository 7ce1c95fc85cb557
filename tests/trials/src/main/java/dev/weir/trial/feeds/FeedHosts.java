package dev.weir.trial.feeds;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Thousands of small hosts on one port. Each feed shows one item and knows conditional requests;
 * the hosts of a share of them take requests and never answer. Notes when each feed was asked.
 */
final class FeedHosts implements AutoCloseable {
  private static final int THREADS = 8;
  private static final String ETAG = "\"1\"";

  private final HttpServer server;
  private final ExecutorService threads;
  private final int silentHosts;
  private final Map<String, List<Instant>> asked = new ConcurrentHashMap<>();

  private FeedHosts(HttpServer server, ExecutorService threads, int silentHosts) {
    this.server = server;
    this.threads = threads;
    this.silentHosts = silentHosts;
  }

  /**
   * Starts them.
   *
   * @param silentHosts how many, from the first, never answer
   */
  static FeedHosts start(int silentHosts) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1000);
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    FeedHosts hosts = new FeedHosts(server, threads, silentHosts);
    server.setExecutor(threads);
    server.createContext("/", hosts::answer);
    server.start();
    return hosts;
  }

  String address() {
    return "127.0.0.1:" + server.getAddress().getPort();
  }

  static String host(int number) {
    return "host" + number + ".test";
  }

  private void answer(HttpExchange exchange) throws IOException {
    String host = exchange.getRequestHeaders().getFirst("Host");
    String path = exchange.getRequestURI().getPath();
    if (path.endsWith(".xml")) {
      asked.computeIfAbsent(host + path, feed -> new CopyOnWriteArrayList<>()).add(Instant.now());
    }
    if (isSilent(host)) {
      // Neither answered nor closed: the client's time runs out.
      return;
    }
    if (path.equals("/robots.txt")) {
      send(exchange, 404, "text/plain", "");
    } else if (!path.endsWith(".xml")) {
      send(exchange, 200, "text/html", "<html><title>Item</title><p>Nothing happened.</p></html>");
    } else if (ETAG.equals(exchange.getRequestHeaders().getFirst("If-None-Match"))) {
      exchange.sendResponseHeaders(304, -1);
      exchange.close();
    } else {
      exchange.getResponseHeaders().add("ETag", ETAG);
      send(exchange, 200, "application/rss+xml", feed(host, path));
    }
  }

  private static String feed(String host, String path) {
    String url = "http://" + host + path.replace(".xml", "-item");
    return "<rss version=\"2.0\"><channel><title>Feed</title><link>http://"
        + host
        + "/</link><description>Feed</description><item><title>Item</title><guid>"
        + url
        + "</guid><link>"
        + url
        + "</link></item></channel></rss>";
  }

  private static void send(HttpExchange exchange, int status, String type, String text)
      throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().add("Content-Type", type);
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    if (bytes.length > 0) {
      exchange.getResponseBody().write(bytes);
    }
    exchange.close();
  }

  /** How many feeds that answer were asked at all. */
  long answered() {
    return asked.keySet().stream().filter(feed -> !isSilent(feed)).count();
  }

  private boolean isSilent(String name) {
    return Integer.parseInt(name.substring("host".length(), name.indexOf('.'))) < silentHosts;
  }

  /**
   * How late polls were, in milliseconds, of those that were due in a span, of feeds that answer. A
   * poll is due an interval after the one before; one that did not come by the end of the span is
   * as late as that.
   */
  List<Long> lateness(Duration every, Instant from, Instant until) {
    List<Long> late = new ArrayList<>();
    asked.forEach(
        (feed, times) -> {
          if (!isSilent(feed)) {
            for (int i = 0; i < times.size(); i++) {
              Instant due = times.get(i).plus(every);
              if (!due.isBefore(from) && due.isBefore(until)) {
                Instant came = i + 1 < times.size() ? times.get(i + 1) : until;
                late.add(Math.max(0, Duration.between(due, came).toMillis()));
              }
            }
          }
        });
    return late;
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
