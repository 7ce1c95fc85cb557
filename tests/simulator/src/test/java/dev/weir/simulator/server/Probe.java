package dev.weir.simulator.server;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.weir.simulator.corpus.Corpus;
import dev.weir.simulator.fault.FaultSettings;
import dev.weir.simulator.oracle.OracleWriter;
import dev.weir.simulator.oracle.Witness;
import dev.weir.simulator.world.Article;
import dev.weir.simulator.world.Kind;
import dev.weir.simulator.world.Site;
import dev.weir.simulator.world.SkyEvent;
import dev.weir.simulator.world.World;
import dev.weir.simulator.world.WorldSettings;
import java.io.IOException;
import java.io.StringWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.LongStream;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okhttp3.WebSocket;
import okhttp3.WebSocketListener;

/** A simulator with a clock that stands still, and a client of it. */
final class Probe implements AutoCloseable {
  static final Instant EPOCH = Instant.parse("2026-03-01T12:00:00Z");
  static final ObjectMapper JSON = new ObjectMapper();

  final StringWriter lines = new StringWriter();
  final Witness witness;
  final World world;
  final SimulatorServer server;
  private volatile Instant now = EPOCH;
  private final OracleWriter oracle;
  private final OkHttpClient client =
      new OkHttpClient.Builder()
          .readTimeout(Duration.ofSeconds(5))
          .followRedirects(false)
          .retryOnConnectionFailure(false)
          .build();

  Probe(long total, String faults) {
    this(total, faults, Optional.empty());
  }

  Probe(long total, String faults, Optional<Corpus> corpus) {
    oracle = new OracleWriter(lines);
    witness = new Witness(oracle);
    InstantSource clock = () -> now;
    WorldSettings settings = new WorldSettings(3, EPOCH, 100, total, FaultSettings.parse(faults));
    world = new World(settings);
    server = SimulatorServer.start(0, settings, oracle, witness, clock, corpus);
  }

  /** Lets the world reach the item. */
  void advanceTo(long item) throws IOException {
    now = EPOCH.plusMillis(item * 10 - 10);
    long reached = Math.min(item, world.settings().total());
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> state().path("produced").asLong() >= reached);
  }

  JsonNode state() throws IOException {
    return JSON.readTree(server.state());
  }

  /** The latest creation of a post on the Jetstream. */
  SkyEvent lastSkyPost() throws IOException {
    long item = state().path("produced").asLong() - 1;
    while (world.kind(item) != Kind.SKY_POST) {
      item--;
    }
    return world.skyEvent(item);
  }

  /** The first addresses of the articles of a site among these items, in order. */
  List<String> publishedBetween(Site site, long from, long until) {
    return LongStream.range(from, until)
        .filter(item -> world.kind(item) == Kind.ARTICLE)
        .mapToObj(item -> world.article(item, 1, item))
        .filter(article -> article.site() == site)
        .map(Article::url)
        .toList();
  }

  Response get(String host, String path, String... headers) throws IOException {
    return client.newCall(request(host, path, headers).build()).execute();
  }

  String body(String host, String path, String... headers) throws IOException {
    try (Response response = get(host, path, headers)) {
      return response.body().string();
    }
  }

  int status(String host, String path, String... headers) throws IOException {
    try (Response response = get(host, path, headers)) {
      response.body().bytes();
      return response.code();
    }
  }

  String post(String host, String path) throws IOException {
    Request request = request(host, path).post(RequestBody.create(new byte[0])).build();
    try (Response response = client.newCall(request).execute()) {
      return response.body().string();
    }
  }

  /** Connects to the Jetstream; what comes is added to the list. */
  WebSocket subscribe(String query, List<String> messages) {
    return subscribe("sky.test", query, messages);
  }

  WebSocket subscribe(String host, String query, List<String> messages) {
    return open(host, "/subscribe?" + query, messages);
  }

  /** Opens a WebSocket; what comes is added to the list. */
  WebSocket open(String host, String path, List<String> messages, String... headers) {
    return client.newWebSocket(
        request(host, path, headers).build(),
        new WebSocketListener() {
          @Override
          public void onMessage(WebSocket socket, String text) {
            messages.add(text);
          }

          @Override
          public void onClosing(WebSocket socket, int code, String reason) {
            messages.add("closed");
            socket.close(code, null);
          }

          @Override
          public void onFailure(WebSocket socket, Throwable error, Response response) {
            messages.add(response == null ? "failed" : "refused " + response.code());
          }
        });
  }

  static List<String> messages() {
    return new CopyOnWriteArrayList<>();
  }

  /** The oracle's lines of this kind so far. */
  List<JsonNode> oracle(String kind) throws IOException {
    // What was served is noted on the one I/O thread, thus before a later request is answered.
    status("control.test", "/state");
    oracle.flush();
    List<JsonNode> found = new ArrayList<>();
    for (String line : lines.toString().lines().toList()) {
      JsonNode node = JSON.readTree(line);
      if (node.path("kind").asText().equals(kind)) {
        found.add(node);
      }
    }
    return found;
  }

  @Override
  public void close() {
    client.dispatcher().cancelAll();
    client.connectionPool().evictAll();
    client.dispatcher().executorService().shutdown();
    server.close();
  }

  private Request.Builder request(String host, String path, String... headers) {
    Request.Builder request =
        new Request.Builder().url("http://127.0.0.1:" + server.port() + path).header("Host", host);
    for (int i = 0; i < headers.length; i += 2) {
      request.header(headers[i], headers[i + 1]);
    }
    return request;
  }
}
