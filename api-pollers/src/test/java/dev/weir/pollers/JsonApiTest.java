package dev.weir.pollers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.ingest.http.HttpHeaders;
import dev.weir.ingest.http.HttpResult;
import dev.weir.ingest.source.SourceRefusedException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class JsonApiTest {

  private static JsonApi.Answer status(
      int status, Optional<Duration> retryAfter, Map<String, List<String>> headers)
      throws IOException {
    HttpResult.Body body =
        new HttpResult.Body(
            "{\"error\": \"No\"}".getBytes(java.nio.charset.StandardCharsets.UTF_8));
    return JsonApi.read(
        new HttpResult.Status(
            status,
            new HttpHeaders(headers),
            retryAfter,
            Optional.empty(),
            body,
            "http://a.test",
            List.of()),
        "a page",
        Parse.NOW);
  }

  private static JsonApi.Answer success(Map<String, List<String>> headers) throws IOException {
    return JsonApi.read(
        new HttpResult.Success(
            200,
            new HttpHeaders(headers),
            new HttpResult.Body(new byte[0]),
            "http://a.test",
            List.of()),
        "a page",
        Parse.NOW);
  }

  @Test
  void retryAfterComesBeforeTheReset() throws IOException {
    Map<String, List<String>> reset = Map.of("x-ratelimit-reset", List.of("2026-03-01T12:05:00Z"));
    assertThat(status(429, Optional.of(Duration.ofSeconds(3)), reset))
        .isEqualTo(new JsonApi.Later(Duration.ofSeconds(3)));
    assertThat(status(429, Optional.empty(), reset))
        .isEqualTo(new JsonApi.Later(Duration.ofMinutes(5)));
    assertThat(status(503, Optional.of(Duration.ofSeconds(3)), Map.of()))
        .isEqualTo(new JsonApi.Later(Duration.ofSeconds(3)));
  }

  @Test
  void aResetInSecondsIsReadAndAPastOneIsNotWaitedFor() throws IOException {
    long seconds = Parse.NOW.plusSeconds(7).getEpochSecond();
    assertThat(
            status(
                429,
                Optional.empty(),
                Map.of("x-ratelimit-reset", List.of(Long.toString(seconds)))))
        .isEqualTo(new JsonApi.Later(Duration.ofSeconds(7)));
    assertThat(
            status(
                429,
                Optional.empty(),
                Map.of("x-ratelimit-reset", List.of("2020-01-01T00:00:00Z"))))
        .isEqualTo(new JsonApi.Later(Duration.ofMillis(100)));
  }

  @Test
  void noWaitIsLongerThanAQuarterOfAnHour() throws IOException {
    assertThat(status(429, Optional.of(Duration.ofDays(9)), Map.of()))
        .isEqualTo(new JsonApi.Later(Duration.ofMinutes(15)));
  }

  @Test
  void whatAskingAgainWillNotChangeIsRefusedInTheServersWords() {
    assertThatThrownBy(() -> status(401, Optional.empty(), Map.of()))
        .isInstanceOf(SourceRefusedException.class)
        .hasMessage("Expected an answer of a page, got: status 401, No");
  }

  @Test
  void aFailingServerIsAFailure() {
    assertThatThrownBy(() -> status(502, Optional.empty(), Map.of()))
        .isExactlyInstanceOf(IOException.class);
  }

  @Test
  void aLimitThatIsUsedUpIsRespectedBeforeTheServerComplains() throws IOException {
    Map<String, List<String>> headers =
        Map.of(
            "x-ratelimit-remaining",
            List.of("0"),
            "x-ratelimit-reset",
            List.of("2026-03-01T12:00:30.000Z"));
    assertThat(((JsonApi.Content) success(headers)).pause()).isEqualTo(Duration.ofSeconds(30));
    assertThat(((JsonApi.Content) success(Map.of("x-ratelimit-remaining", List.of("5")))).pause())
        .isZero();
  }

  @Test
  void theLastTenthOfALimitIsSpreadOverTheTimeUntilItsReset() throws IOException {
    Map<String, List<String>> headers =
        Map.of(
            "x-ratelimit-limit", List.of("300"),
            "x-ratelimit-remaining", List.of("29"),
            "x-ratelimit-reset", List.of(Parse.NOW.plusSeconds(60).toString()));
    assertThat(((JsonApi.Content) success(headers)).pause()).isEqualTo(Duration.ofSeconds(2));
  }
}
