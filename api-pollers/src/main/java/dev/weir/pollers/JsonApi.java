package dev.weir.pollers;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weir.ingest.http.HttpHeaders;
import dev.weir.ingest.http.HttpResult;
import dev.weir.ingest.source.SourceRefusedException;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** Interprets the response of an API for its source. */
public final class JsonApi {
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(15);
  private static final Duration SHORTEST_WAIT = Duration.ofMillis(100);

  /** Statuses for which a retry is pointless. */
  private static final Set<Integer> REFUSALS = Set.of(400, 401, 402, 403, 404, 410, 422);

  private JsonApi() {}

  /** A usable response. */
  public sealed interface Answer {}

  /**
   * The requested data.
   *
   * @param pause how long to wait before the next request, since the rate limit is nearly used up;
   *     usually zero
   */
  @SuppressWarnings("ArrayRecordComponent") // read once, never compared
  public record Content(HttpHeaders headers, byte[] body, Duration pause) implements Answer {}

  /** Retry later. */
  public record Later(Duration delay) implements Answer {}

  /**
   * Distinguishes a page from a request to wait.
   *
   * @param what names the source and the request, for messages
   * @throws SourceRefusedException if the server will not serve this until a person changes
   *     something
   * @throws IOException if the server or the connection failed
   */
  public static Answer read(HttpResult result, String what, Instant now) throws IOException {
    if (result instanceof HttpResult.Success success) {
      return new Content(success.headers(), success.body().bytes(), pause(success.headers(), now));
    }
    if (result instanceof HttpResult.Held held) {
      return new Later(bounded(held.retryAfter().orElse(SHORTEST_WAIT)));
    }
    if (result instanceof HttpResult.Status status) {
      return status(status, what, now);
    }
    if (result instanceof HttpResult.Refused refused) {
      throw new SourceRefusedException(
          "Expected " + what + " at an address that may be connected to: " + refused.summary());
    }
    throw new IOException("Expected an answer of " + what + ", got: " + result.summary());
  }

  /** Once a tenth of a rate limit is left, spreads it over the time until the reset. */
  private static Duration pause(HttpHeaders headers, Instant now) {
    OptionalLong remaining = count(headers, "X-RateLimit-Remaining");
    OptionalLong limit = count(headers, "X-RateLimit-Limit");
    boolean scarce =
        remaining.isPresent() && remaining.getAsLong() * 10 <= Math.max(0, limit.orElse(0));
    return scarce
        ? reset(headers, now)
            .map(wait -> wait.dividedBy(remaining.getAsLong() + 1))
            .orElse(Duration.ZERO)
        : Duration.ZERO;
  }

  private static OptionalLong count(HttpHeaders headers, String name) {
    Optional<String> text = headers.first(name).filter(value -> value.matches("\\d{1,12}"));
    return text.isPresent() ? OptionalLong.of(Long.parseLong(text.get())) : OptionalLong.empty();
  }

  private static Answer status(HttpResult.Status status, String what, Instant now)
      throws IOException {
    Optional<Duration> wait = status.retryAfter();
    if (wait.isEmpty() && status.status() == 429) {
      wait = reset(status.headers(), now);
    }
    if (wait.isPresent() && (status.status() == 429 || status.status() == 503)) {
      return new Later(bounded(wait.get()));
    }
    String message =
        "Expected an answer of "
            + what
            + ", got: status "
            + status.status()
            + reason(status.body());
    if (REFUSALS.contains(status.status())) {
      throw new SourceRefusedException(message);
    }
    throw new IOException(message);
  }

  /** Mastodon sends the reset as an ISO 8601 time, X as seconds since 1970. */
  private static Optional<Duration> reset(HttpHeaders headers, Instant now) {
    Optional<String> header =
        headers.first("X-RateLimit-Reset").or(() -> headers.first("x-rate-limit-reset"));
    return header.flatMap(JsonApi::instant).map(reset -> bounded(Duration.between(now, reset)));
  }

  private static Optional<Instant> instant(String text) {
    try {
      return Optional.of(
          text.matches("\\d{1,12}")
              ? Instant.ofEpochSecond(Long.parseLong(text))
              : Times.parse(text, "X-RateLimit-Reset"));
    } catch (MalformedItemException | DateTimeException e) {
      return Optional.empty();
    }
  }

  private static Duration bounded(Duration wait) {
    if (wait.compareTo(SHORTEST_WAIT) < 0) {
      return SHORTEST_WAIT;
    }
    return wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait;
  }

  /** The server's error message, if any. */
  private static String reason(HttpResult.Body body) {
    try {
      JsonNode json = JsonItems.read(body.bytes());
      String error = json.path("error").asText(json.path("detail").asText(""));
      return error.isEmpty() ? "" : ", " + error;
    } catch (MalformedItemException e) {
      return "";
    }
  }
}
