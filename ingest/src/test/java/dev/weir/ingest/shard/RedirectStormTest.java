package dev.weir.ingest.shard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.weir.ingest.http.HttpRequest;
import dev.weir.ingest.http.HttpResult;
import dev.weir.ingest.http.PoliteHttpClient;
import dev.weir.ingest.settings.HttpSettings;
import dev.weir.ingest.shard.run.Inbox;
import dev.weir.ingest.shard.run.PollRun;
import dev.weir.ingest.shard.run.PollScheduler;
import dev.weir.ingest.shard.run.RunContext;
import dev.weir.ingest.shard.run.SourceBatch;
import dev.weir.ingest.shard.run.SourceStats;
import dev.weir.ingest.source.Completeness;
import dev.weir.ingest.source.Frontier;
import dev.weir.ingest.source.Next;
import dev.weir.ingest.source.PollRequest;
import dev.weir.ingest.source.PollResult;
import dev.weir.ingest.source.PollSource;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Many feeds of different hosts that all redirect to one host. */
class RedirectStormTest {
  private static final int FEEDS = 20;

  private final Map<String, Integer> asked = new ConcurrentHashMap<>();
  private final Queue<String> done = new ConcurrentLinkedQueue<>();
  private final PollScheduler scheduler = new PollScheduler(2);
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private HttpServer server;
  private PoliteHttpClient client;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
    String address = "127.0.0.1:" + server.getAddress().getPort();
    client =
        PoliteHttpClient.create(
            new HttpSettings(
                Duration.ofMillis(400),
                Duration.ofSeconds(30),
                1000L,
                Map.of("*.test", address),
                List.of()),
            "mailto:test@example.org",
            InstantSource.system());
  }

  @AfterEach
  void stop() {
    scheduler.close();
    client.close();
    server.stop(0);
    threads.shutdownNow();
  }

  private void answer(HttpExchange exchange) throws IOException {
    String host = exchange.getRequestHeaders().getFirst("Host");
    asked.merge(host, 1, Integer::sum);
    if (host.startsWith("feed")) {
      String name = host.substring(0, host.indexOf('.'));
      exchange.getResponseHeaders().add("Location", "http://hub.test/" + name);
      exchange.sendResponseHeaders(302, -1);
    } else {
      exchange.sendResponseHeaders(200, -1);
    }
    exchange.close();
  }

  private record Feed(String id, String url, PoliteHttpClient client) implements PollSource {
    @Override
    public String scope() {
      return id;
    }

    @Override
    public Duration interval() {
      return Duration.ofHours(1);
    }

    @Override
    public PollResult poll(PollRequest request) throws IOException, InterruptedException {
      HttpResult result = client.fetch(HttpRequest.of(url));
      if (result instanceof HttpResult.Success) {
        return PollResult.of(
            List.of(), "1", Completeness.contiguous(request.now(), "1"), Next.interval());
      }
      throw new IOException(result.summary());
    }
  }

  @Test
  void feedsThatRedirectToOneHostHoldUpNoOther() throws Exception {
    Inbox inbox = new Inbox(1000);
    for (int number = 0; number < FEEDS; number++) {
      start("feed" + number, "http://feed" + number + ".test/", inbox);
    }
    start("other/0", "http://other.test/", inbox);
    Thread taker = new Thread(() -> takeAll(inbox));
    taker.start();

    await().atMost(Duration.ofMinutes(2)).until(() -> done.size() == FEEDS + 1);

    List<String> order = List.copyOf(done);
    assertThat(order.indexOf("other/0")).isLessThan(FEEDS / 2);
    assertThat(asked).containsEntry("hub.test", FEEDS);
    assertThat(asked).allSatisfy((host, times) -> assertThat(times).isIn(1, FEEDS));
    taker.interrupt();
    taker.join();
  }

  private void start(String id, String url, Inbox inbox) {
    Feed feed = new Feed(id, url, client);
    RunContext context =
        new RunContext(
            scheduler,
            inbox,
            Frontier.none(),
            InstantSource.system(),
            ShardContext.SOURCE_BACKOFF,
            false,
            Duration.ZERO);
    new PollRun(new SourceStats(feed, InstantSource.system()), feed, Optional.empty(), context)
        .start();
  }

  private void takeAll(Inbox inbox) {
    try {
      while (true) {
        SourceBatch piece = inbox.take(Duration.ofSeconds(1));
        if (piece != null) {
          done.add(piece.run().id());
        }
      }
    } catch (InterruptedException e) {
      // The test is over.
    }
  }
}
