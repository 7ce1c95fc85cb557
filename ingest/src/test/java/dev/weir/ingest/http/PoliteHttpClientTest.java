package dev.weir.ingest.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.ingest.settings.HttpSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import okhttp3.Dns;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PoliteHttpClientTest {
  private static final Instant NOON = Instant.parse("2026-11-01T12:00:00Z");

  @Test
  void validatorsAreSentAndNotModifiedIsTold() throws Exception {
    try (RawServer server = RawServer.saying("HTTP/1.1 304 Not Modified\r\nETag: \"a\"\r\n\r\n");
        PoliteHttpClient client = Clients.allowing(server)) {
      HttpRequest request =
          HttpRequest.of(server.url("/")).withValidators("\"a\"", "Sun, 01 Nov 2026 12:00:00 GMT");
      assertThat(client.fetch(request)).isInstanceOf(HttpResult.NotModified.class);
      assertThat(server.heads.get(0))
          .contains("If-None-Match: \"a\"\n")
          .contains("If-Modified-Since: Sun, 01 Nov 2026 12:00:00 GMT\n");
    }
  }

  @Test
  void redirectsAreFollowedByHandAndRemembered() throws Exception {
    RawServer.Answer answer =
        (head, out) ->
            out.write(
                (head.startsWith("GET /new")
                        ? "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"
                        : "HTTP/1.1 301 Moved\r\nLocation: /new#part\r\nContent-Length: 0\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
    try (RawServer server = new RawServer(answer);
        PoliteHttpClient client = Clients.allowing(server)) {
      HttpResult result =
          client.fetch(HttpRequest.of(server.url("/old")).withHeader("Authorization", "Bearer x"));
      assertThat(result).isInstanceOf(HttpResult.Success.class);
      assertThat(result.finalUrl()).isEqualTo(server.url("/new"));
      assertThat(result.permanentUrl()).contains(server.url("/new"));
      assertThat(result.redirects())
          .containsExactly(new Redirect(301, server.url("/old"), server.url("/new")));
      assertThat(server.heads).allMatch(head -> head.contains("Authorization: Bearer x"));
    }
  }

  @Test
  void redirectsInACircleEnd() throws Exception {
    try (RawServer server =
            RawServer.saying("HTTP/1.1 302 Found\r\nLocation: /\r\nContent-Length: 0\r\n\r\n");
        PoliteHttpClient client = Clients.allowing(server)) {
      HttpResult result = client.fetch(HttpRequest.of(server.url("/")));
      assertThat(result).isInstanceOf(HttpResult.Failed.class);
      assertThat(result.summary()).contains("at most 5 redirects");
      assertThat(server.heads).hasSize(6);
    }
  }

  @Test
  void aRedirectToAnotherDomainIsLeftToTheCallerWhereItWantsThat() throws Exception {
    String away =
        "HTTP/1.1 301 Moved\r\nLocation: http://herald.test/a\r\nContent-Length: 0\r\n\r\n";
    try (RawServer server = RawServer.saying(away);
        PoliteHttpClient client =
            Clients.of(
                new HttpSettings(
                    Duration.ZERO,
                    Duration.ofSeconds(5),
                    1000L,
                    Map.of("*.test", server.address()),
                    List.of()))) {
      HttpResult result =
          client.fetch(HttpRequest.of("http://go.test/x").withRedirects(Redirects.WITHIN_DOMAIN));
      assertThat(((HttpResult.Status) result).location()).contains("http://herald.test/a");
      assertThat(server.heads).hasSize(1);
    }
  }

  @Test
  void credentialsAreNotCarriedToAnotherOrigin() throws Exception {
    try (RawServer second = RawServer.saying("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
        RawServer first =
            RawServer.saying(
                "HTTP/1.1 302 Found\r\nLocation: "
                    + second.url("/")
                    + "\r\nContent-Length: 0\r\n\r\n");
        PoliteHttpClient client =
            Clients.of(
                Clients.settings(Duration.ofSeconds(5), first.address(), second.address()))) {
      client.fetch(HttpRequest.of(first.url("/")).withHeader("Authorization", "Bearer x"));
      assertThat(first.heads.get(0)).contains("Bearer x");
      assertThat(second.heads.get(0)).doesNotContain("Bearer x");
    }
  }

  @Test
  void anErrorShowsItsStatusBodyAndRetryAfter() throws Exception {
    String busy = "HTTP/1.1 422 Unprocessable\r\nRetry-After: 7\r\nContent-Length: 6\r\n\r\nreason";
    try (RawServer server = RawServer.saying(busy);
        PoliteHttpClient client = Clients.allowing(server)) {
      HttpResult.Status status = (HttpResult.Status) client.fetch(HttpRequest.of(server.url("/")));
      assertThat(status.status()).isEqualTo(422);
      assertThat(status.retryAfter()).contains(Duration.ofSeconds(7));
      assertThat(status.body().text(StandardCharsets.UTF_8)).isEqualTo("reason");
    }
  }

  @Test
  void aDomainThatAskedForAnHourIsNotAskedAgain() throws Exception {
    String busy = "HTTP/1.1 429 Too Many\r\nRetry-After: 3600\r\nContent-Length: 0\r\n\r\n";
    try (RawServer server = RawServer.saying(busy);
        PoliteHttpClient client = Clients.allowing(server)) {
      client.fetch(HttpRequest.of(server.url("/")));
      HttpResult second = client.fetch(HttpRequest.of(server.url("/")));
      assertThat(second).isInstanceOf(HttpResult.Held.class);
      assertThat(second.retryAfter().orElseThrow()).isGreaterThan(Duration.ofMinutes(50));
      assertThat(server.heads).hasSize(1);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "120, 120",
    "0, 0",
    "'Sun, 01 Nov 2026 12:01:00 GMT', 60",
    "'Sun, 01 Nov 2026 11:00:00 GMT', 0",
    "99999999999, 604800",
  })
  void retryAfterIsSecondsOrADate(String value, long seconds) {
    assertThat(RetryAfter.parse(value, NOON)).contains(Duration.ofSeconds(seconds));
  }

  @Test
  void retryAfterThatIsNeitherIsNone() {
    assertThat(RetryAfter.parse("soon", NOON)).isEqualTo(Optional.empty());
    assertThat(RetryAfter.parse("-1", NOON)).isEqualTo(Optional.empty());
  }

  @Test
  void aWebSocketHearsMessagesAndTheClose() throws Exception {
    BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    RawServer.Answer answer =
        (head, out) -> {
          String key =
              head.lines()
                  .filter(line -> line.startsWith("Sec-WebSocket-Key: "))
                  .findFirst()
                  .orElseThrow();
          out.write(Handshake.answer(key.substring(19)).getBytes(StandardCharsets.US_ASCII));
          out.write(new byte[] {(byte) 0x81, 2, 'h', 'i', (byte) 0x88, 2, 3, (byte) 0xe8});
        };
    try (RawServer server = new RawServer(answer);
        PoliteHttpClient client = Clients.allowing(server)) {
      client.connect("ws://" + server.address() + "/subscribe?cursor=1", new Heard(heard));
      assertThat(heard.poll(10, TimeUnit.SECONDS)).isEqualTo("opened");
      assertThat(heard.poll(10, TimeUnit.SECONDS)).isEqualTo("hi");
      assertThat(heard.poll(10, TimeUnit.SECONDS)).isEqualTo("closed 1000");
      assertThat(server.heads.get(0)).startsWith("GET /subscribe?cursor=1 ");
    }
  }

  @Test
  void aWebSocketWhoseServerDiesWithoutAWordFailsWithinTwoPings() throws Exception {
    BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    CountDownLatch ended = new CountDownLatch(1);
    RawServer.Answer answer =
        (head, out) -> {
          String key =
              head.lines()
                  .filter(line -> line.startsWith("Sec-WebSocket-Key: "))
                  .findFirst()
                  .orElseThrow();
          out.write(Handshake.answer(key.substring(19)).getBytes(StandardCharsets.US_ASCII));
          out.write(new byte[] {(byte) 0x8a, 0});
          out.flush();
          ended.await(60, TimeUnit.SECONDS);
        };
    try (RawServer server = new RawServer(answer);
        PoliteHttpClient client =
            Clients.of(
                Clients.settings(Duration.ofSeconds(10), server.address()),
                Dns.SYSTEM,
                (socket, address, timeout) -> socket.connect(address, timeout))) {
      WebSocket socket = client.connect("ws://" + server.address() + "/", new Heard(heard));
      assertThat(heard.poll(10, TimeUnit.SECONDS)).isEqualTo("opened");
      assertThat(heard.poll(30, TimeUnit.SECONDS)).startsWith("failed");
      assertThat(socket.answeredPings()).as("a pong that nobody asked for").isLessThan(2);
      ended.countDown();
    }
  }

  @Test
  void notModifiedInAnswerToARequestWithoutValidatorsIsAFailure() throws Exception {
    try (RawServer server = RawServer.saying("HTTP/1.1 304 Not Modified\r\n\r\n");
        PoliteHttpClient client = Clients.allowing(server)) {
      HttpResult result = client.fetch(HttpRequest.of(server.url("/")));
      assertThat(result).isInstanceOf(HttpResult.Failed.class);
      assertThat(result.summary()).contains("without validators");
      assertThat(client.fetch(HttpRequest.of(server.url("/")).withValidators("\"1\"", null)))
          .isInstanceOf(HttpResult.NotModified.class);
    }
  }

  @Test
  void aRefusedHandshakeTellsItsStatus() throws Exception {
    BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    String busy = "HTTP/1.1 429 Too Many\r\nRetry-After: 9\r\nContent-Length: 0\r\n\r\n";
    try (RawServer server = RawServer.saying(busy);
        PoliteHttpClient client = Clients.allowing(server)) {
      client.connect("ws://" + server.address() + "/", new Heard(heard));
      assertThat(heard.poll(10, TimeUnit.SECONDS)).isEqualTo("failed 429 after PT9S");
    }
  }

  private record Heard(BlockingQueue<String> queue) implements WebSocketListener {
    @Override
    public void opened() {
      queue.add("opened");
    }

    @Override
    public void text(String message) {
      queue.add(message);
    }

    @Override
    public void closed(int code, String reason) {
      queue.add("closed " + code);
    }

    @Override
    public void failed(IOException cause) {
      queue.add(
          cause instanceof HttpStatusException status
              ? "failed " + status.status() + " after " + status.retryAfter().orElseThrow()
              : "failed " + cause);
    }
  }
}
