package dev.weir.ingest.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.ingest.settings.HttpSettings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.zip.GZIPOutputStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** What a hostile or broken server can cost: bounded bytes, bounded time, a clear outcome. */
class BoundsTest {
  @Test
  void aGigabyteIsReadToTheLimitOnly() throws Exception {
    try (RawServer server =
            new RawServer((head, out) -> pour(out, "HTTP/1.1 200 OK\r\n\r\n", 1L << 30));
        PoliteHttpClient client = Clients.allowing(server)) {
      HttpResult result = client.fetch(HttpRequest.of(server.url("/")));
      assertThat(result).isInstanceOf(HttpResult.TooLarge.class);
      System.out.println(
          "1 GB page: " + result.summary() + "; bytes that left the server: " + server.sent.get());
      assertThat(server.sent.get()).isLessThan(32L << 20);
    }
  }

  @Test
  void theRoomOfALargeAnswerIsGivenBackWhenItsPollIsOver() throws Exception {
    String head = "HTTP/1.1 200 OK\r\nContent-Length: 8388608\r\n\r\n";
    try (RawServer server = new RawServer((asked, out) -> pour(out, head, 8 << 20));
        PoliteHttpClient client =
            Clients.of(
                new HttpSettings(
                    Duration.ZERO,
                    Duration.ofSeconds(30),
                    Runtime.getRuntime().maxMemory() / 16,
                    null,
                    List.of(server.address())))) {
      long fetches = Runtime.getRuntime().maxMemory() / 8 / (8 << 20) + 3;
      for (int i = 0; i < fetches; i++) {
        try (PollMemory poll = new PollMemory(Instant.EPOCH)) {
          poll.enter();
          assertThat(client.fetch(HttpRequest.of(server.url("/" + i))))
              .isInstanceOf(HttpResult.Success.class);
        } finally {
          PollMemory.leave();
        }
      }
    }
  }

  @Test
  void aDeclaredGigabyteIsNotReadAtAll() throws Exception {
    String head = "HTTP/1.1 200 OK\r\nContent-Length: 1073741824\r\n\r\n";
    try (RawServer server = RawServer.saying(head);
        PoliteHttpClient client = Clients.allowing(server)) {
      assertThat(client.fetch(HttpRequest.of(server.url("/"))))
          .isInstanceOf(HttpResult.TooLarge.class);
    }
  }

  @Test
  void aCompressionBombIsExpandedToTheLimitOnly() throws Exception {
    byte[] bomb = zeros(1L << 30);
    try (RawServer server = new RawServer((head, out) -> sendGzip(out, bomb));
        PoliteHttpClient client = Clients.allowing(server)) {
      HttpResult result = client.fetch(HttpRequest.of(server.url("/")));
      assertThat(result).isInstanceOf(HttpResult.TooLarge.class);
      System.out.println("gzip bomb of " + bomb.length + " bytes: " + result.summary());
    }
  }

  @Test
  void aSlowDripEndsAtTheDeadline() throws Exception {
    Duration timeout = Duration.ofMillis(700);
    try (RawServer server = new RawServer((head, out) -> drip(out));
        PoliteHttpClient client = Clients.of(Clients.settings(timeout, server.address()))) {
      long started = System.nanoTime();
      HttpResult result = client.fetch(HttpRequest.of(server.url("/")));
      Duration took = Duration.ofNanos(System.nanoTime() - started);
      assertThat(result).isInstanceOf(HttpResult.TimedOut.class);
      System.out.println("slow drip: " + result.summary() + "; took " + took.toMillis() + " ms");
      assertThat(took).isBetween(timeout.minusMillis(50), Duration.ofSeconds(5));
    }
  }

  @Test
  void theDeadlineHoldsOverAllRedirects() throws Exception {
    RawServer.Answer slowly =
        (head, out) -> {
          Thread.sleep(300);
          out.write(
              "HTTP/1.1 302 Found\r\nLocation: /on\r\nContent-Length: 0\r\n\r\n"
                  .getBytes(StandardCharsets.US_ASCII));
        };
    try (RawServer server = new RawServer(slowly);
        PoliteHttpClient client =
            Clients.of(Clients.settings(Duration.ofMillis(800), server.address()))) {
      assertThat(client.fetch(HttpRequest.of(server.url("/"))))
          .isInstanceOf(HttpResult.TimedOut.class);
    }
  }

  @Test
  void gzipIsExpanded() throws Exception {
    byte[] small = zeros(1000);
    try (RawServer server = new RawServer((head, out) -> sendGzip(out, small));
        PoliteHttpClient client = Clients.allowing(server)) {
      HttpResult result = client.fetch(HttpRequest.of(server.url("/")));
      assertThat(((HttpResult.Success) result).body().length()).isEqualTo(1000);
      assertThat(server.heads.get(0)).contains("Accept-Encoding: gzip\n");
    }
  }

  @Test
  void brokenBodiesFailWithTheirReason() throws Exception {
    for (String broken :
        List.of(
            "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nshort",
            "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 5\r\n\r\nplain",
            "HTTP/1.1 200 OK\r\nContent-Encoding: br\r\nContent-Length: 5\r\n\r\nplain",
            "nonsense\r\n\r\n",
            "")) {
      try (RawServer server = RawServer.saying(broken);
          PoliteHttpClient client = Clients.allowing(server)) {
        assertThat(client.fetch(HttpRequest.of(server.url("/"))))
            .as(broken)
            .isInstanceOf(HttpResult.Failed.class);
      }
    }
  }

  @Test
  void aWebSocketMessageIsBounded() throws Exception {
    List<IOException> failures = new CopyOnWriteArrayList<>();
    try (RawServer server = new RawServer(BoundsTest::endlessMessage);
        PoliteHttpClient client = Clients.allowing(server)) {
      client.connect("ws://" + server.address() + "/", new Failures(failures));
      Awaitility.await().until(() -> !failures.isEmpty());
      assertThat(failures.get(0)).hasMessageContaining("Expected messages of at most");
      System.out.println(
          "web socket message of 1 GB: bytes that left the server: " + server.sent.get());
      assertThat(server.sent.get()).isLessThan(32L << 20);
      assertThat(server.heads.get(0)).doesNotContain("permessage-deflate");
    }
  }

  private static void pour(OutputStream out, String head, long bytes) throws IOException {
    out.write(head.getBytes(StandardCharsets.US_ASCII));
    byte[] chunk = new byte[64 << 10];
    for (long sent = 0; sent < bytes; sent += chunk.length) {
      out.write(chunk);
    }
  }

  private static void sendGzip(OutputStream out, byte[] body) throws IOException {
    String head =
        "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: " + body.length + "\r\n\r\n";
    out.write(head.getBytes(StandardCharsets.US_ASCII));
    out.write(body);
  }

  private static byte[] zeros(long count) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes, 64 << 10)) {
      byte[] chunk = new byte[(int) Math.min(count, 1 << 20)];
      for (long left = count; left > 0; left -= chunk.length) {
        gzip.write(chunk);
      }
    }
    return bytes.toByteArray();
  }

  private static void drip(OutputStream out) throws IOException, InterruptedException {
    out.write(
        "HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    while (true) {
      out.write('.');
      out.flush();
      Thread.sleep(20);
    }
  }

  private static void endlessMessage(String head, OutputStream out) throws IOException {
    String key =
        head.lines()
            .filter(line -> line.startsWith("Sec-WebSocket-Key: "))
            .findFirst()
            .orElseThrow();
    out.write(Handshake.answer(key.substring(19)).getBytes(StandardCharsets.US_ASCII));
    out.write(new byte[] {(byte) 0x81, 127, 0, 0, 0, 0, 0x40, 0, 0, 0});
    pour(out, "", 1L << 30);
  }

  private record Failures(List<IOException> seen) implements WebSocketListener {
    @Override
    public void text(String message) {}

    @Override
    public void closed(int code, String reason) {}

    @Override
    public void failed(IOException cause) {
      seen.add(cause);
    }
  }
}
