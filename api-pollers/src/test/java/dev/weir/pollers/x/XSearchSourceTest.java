package dev.weir.pollers.x;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.weir.ingest.source.Completeness;
import dev.weir.ingest.source.Next;
import dev.weir.ingest.source.PollRequest;
import dev.weir.ingest.source.PollResult;
import dev.weir.ingest.source.SourceRefusedException;
import dev.weir.pollers.FrontierLinks;
import dev.weir.schemas.record.Post;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class XSearchSourceTest {
  private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");

  private record Answer(int status, String body) {}

  private final Deque<Answer> answers = new ArrayDeque<>();
  private final List<String> asked = new ArrayList<>();
  private final List<String> posts = new ArrayList<>();
  private Optional<String> position = Optional.empty();
  private Instant now = START;
  private HttpServer server;
  private XSearchSource source;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/2/tweets/search/recent", this::answer);
    server.start();
    source = source("weir");
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private XSearchSource source(String query) {
    String url = "http://127.0.0.1:" + server.getAddress().getPort() + "/2/";
    return new XSearchSource(
        new XSettings("weir", query, null, "TOKEN", url),
        "secret",
        () -> now,
        FrontierLinks.of(List.of(), List.of()));
  }

  private void answer(HttpExchange exchange) throws IOException {
    asked.add(
        exchange.getRequestHeaders().getFirst("Authorization")
            + " "
            + exchange.getRequestURI().getQuery());
    Answer answer = answers.remove();
    byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().add("Content-Type", "application/json");
    exchange.getResponseHeaders().add("x-rate-limit-limit", "450");
    exchange.getResponseHeaders().add("x-rate-limit-remaining", "0");
    exchange
        .getResponseHeaders()
        .add("x-rate-limit-reset", Long.toString(START.plusSeconds(90).getEpochSecond()));
    exchange.sendResponseHeaders(answer.status(), body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private static Answer page(long newest, long oldest, String nextToken) {
    StringBuilder data = new StringBuilder();
    for (long id = newest; id >= oldest; id--) {
      data.append(id == newest ? "" : ",")
          .append(
              "{\"id\": \"%d\", \"text\": \"Hi\", \"created_at\": \"2026-03-01T11:59:00.000Z\"}"
                  .formatted(id));
    }
    String next = nextToken.isEmpty() ? "" : ", \"next_token\": \"" + nextToken + "\"";
    return new Answer(
        200,
        "{\"data\": [%s], \"meta\": {\"newest_id\": \"%d\", \"oldest_id\": \"%d\", \"result_count\": %d%s}}"
            .formatted(data, newest, oldest, newest - oldest + 1, next));
  }

  private PollResult poll() throws IOException {
    PollResult result = source.poll(PollRequest.of(position, now));
    position = result.nextPosition().or(() -> position);
    result.records().forEach(record -> posts.add(((Post) record.value()).getId()));
    return result;
  }

  @Test
  void theMarkMovesOnlyAtTheEndOfTheWalk() throws Exception {
    answers.add(page(105, 104, "older"));
    assertThat(poll().extent()).isEqualTo(Completeness.contiguous(START.minusSeconds(30), "105"));
    now = START.plusSeconds(60);
    answers.add(page(109, 108, "t1"));
    assertThat(poll().extent()).isEqualTo(Completeness.pending());
    now = START.plusSeconds(65);
    answers.add(page(107, 106, ""));
    assertThat(poll().extent()).isEqualTo(Completeness.contiguous(START.plusSeconds(30), "109"));
    assertThat(posts).containsExactly("105", "104", "109", "108", "107", "106");
    assertThat(asked.get(1))
        .startsWith("Bearer secret ")
        .contains("since_id=105")
        .doesNotContain("next_token");
    assertThat(asked.get(2)).contains("since_id=105").contains("next_token=t1");
  }

  @Test
  void aQuietQueryIsWhole() throws Exception {
    answers.add(page(105, 104, ""));
    poll();
    answers.add(new Answer(200, "{\"meta\": {\"result_count\": 0}}"));
    now = START.plusSeconds(60);
    assertThat(poll().extent()).isEqualTo(Completeness.contiguous(START.plusSeconds(30), "105"));
  }

  @Test
  void afterMoreThanSevenDaysThereIsAGapAndTheSearchGoesOnFromWhereItBegins() throws Exception {
    answers.add(page(105, 104, ""));
    poll();
    now = START.plus(Duration.ofDays(8));
    PollResult gap = poll();
    assertThat(gap.extent())
        .isInstanceOfSatisfying(
            Completeness.Gap.class,
            told -> {
              assertThat(told.from()).isEqualTo(START.minusSeconds(30));
              assertThat(told.until()).isEqualTo(now.minus(Duration.ofDays(7)).plusSeconds(600));
            });
    assertThat(gap.next()).isEqualTo(Next.immediately());
    now = now.plusSeconds(1);
    answers.add(page(205, 204, ""));
    assertThat(poll().extent()).isInstanceOf(Completeness.Contiguous.class);
    assertThat(asked.get(1)).doesNotContain("since_id").contains("start_time=2026-03-02T12:10:01Z");
  }

  @Test
  void aQueryWhoseLastMatchIsOlderThanSevenDaysIsSearchedByTime() throws Exception {
    long id = (START.toEpochMilli() - 1_288_834_974_657L) << 22;
    answers.add(page(id, id, ""));
    poll();
    for (int day = 1; day <= 9; day++) {
      now = START.plus(Duration.ofDays(day));
      answers.add(new Answer(200, "{\"meta\": {\"result_count\": 0}}"));
      assertThat(poll().extent()).isInstanceOf(Completeness.Contiguous.class);
    }
    assertThat(asked.get(6)).contains("since_id=" + id);
    assertThat(asked.get(9)).doesNotContain("since_id").contains("start_time=2026-03-09T11:49:30Z");
    now = now.plusSeconds(60);
    answers.add(page(id + (1L << 52), id + (1L << 52), "t1"));
    assertThat(poll().extent()).isEqualTo(Completeness.pending());
    answers.add(page(id + (1L << 51), id + (1L << 51), ""));
    poll();
    assertThat(asked.get(11)).contains("next_token=t1").contains("start_time=2026-03-10T11:49:30Z");
  }

  @Test
  void anotherQueryIsAnotherStretch() throws Exception {
    answers.add(page(105, 104, ""));
    poll();
    source = source("dam");
    answers.add(page(205, 204, ""));
    assertThat(poll().extent()).isInstanceOf(Completeness.Gap.class);
  }

  @Test
  void aRateLimitIsWaitedFor() throws Exception {
    answers.add(new Answer(429, "{\"title\": \"Too Many Requests\"}"));
    assertThat(poll()).isEqualTo(PollResult.nothing(Next.after(Duration.ofSeconds(90))));
  }

  @Test
  void aRefusedTokenIsRefused() {
    answers.add(new Answer(401, "{\"title\": \"Unauthorized\"}"));
    assertThatThrownBy(this::poll)
        .isInstanceOf(SourceRefusedException.class)
        .hasMessageContaining("401");
  }
}
