package dev.weir.ingest.http;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ProtocolException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import okhttp3.Call;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/** One request and its response, without following redirects. */
final class Exchange {
  private static final int ERROR_BODY_BYTES = 64 << 10;

  private final HttpRequest request;
  private final HttpUrl url;
  private final List<Redirect> redirects;
  private final String userAgent;
  private final long maxBytes;
  private final BodyRoom.Lease room;

  Exchange(
      HttpRequest request,
      HttpUrl url,
      List<Redirect> redirects,
      String userAgent,
      long maxBytes,
      BodyRoom.Lease room) {
    this.request = request;
    this.url = url;
    this.redirects = redirects;
    this.userAgent = userAgent;
    this.maxBytes = maxBytes;
    this.room = room;
  }

  HttpUrl url() {
    return url;
  }

  List<Redirect> redirects() {
    return redirects;
  }

  /** Sends the request and reads the whole response within the remaining time. */
  HttpResult run(OkHttpClient client, InstantSource clock, Duration timeout)
      throws InterruptedException {
    Call call = client.newCall(okRequest());
    call.timeout().timeout(timeout.toNanos(), TimeUnit.NANOSECONDS);
    try (Response response = call.execute()) {
      return result(call, response, clock);
    } catch (IOException e) {
      return failure(e, timeout);
    }
  }

  private Request okRequest() {
    Request.Builder builder = new Request.Builder().url(url);
    boolean sameOrigin = redirects.isEmpty() || sameOrigin(HttpUrl.parse(redirects.get(0).from()));
    request
        .headers()
        .forEach(
            (name, value) -> {
              if (sameOrigin || !name.equalsIgnoreCase("Authorization")) {
                builder.header(name, value);
              }
            });
    builder
        .header("User-Agent", userAgent)
        .header("Accept", request.accept())
        .header("Accept-Encoding", "gzip");
    request.etag().ifPresent(value -> builder.header("If-None-Match", value));
    request.lastModified().ifPresent(value -> builder.header("If-Modified-Since", value));
    return builder.build();
  }

  private boolean sameOrigin(@Nullable HttpUrl other) {
    return other != null
        && other.scheme().equals(url.scheme())
        && other.host().equals(url.host())
        && other.port() == url.port();
  }

  private HttpResult result(Call call, Response response, InstantSource clock) throws IOException {
    HttpHeaders headers = new HttpHeaders(response.headers().toMultimap());
    if (response.code() == 304 && request.etag().isEmpty() && request.lastModified().isEmpty()) {
      throw new ProtocolException(
          "Expected a whole answer to a request without validators, got: 304, not modified");
    }
    if (response.code() == 304) {
      return new HttpResult.NotModified(headers, url.toString(), redirects);
    }
    if (!response.isSuccessful()) {
      byte[] start = BoundedBody.start(response, ERROR_BODY_BYTES, room);
      call.cancel();
      return status(response, headers, new HttpResult.Body(start), clock);
    }
    try {
      byte[] bytes =
          request.excess() == Excess.CUT
              ? BoundedBody.start(response, (int) maxBytes, room)
              : BoundedBody.read(response, maxBytes, room);
      return new HttpResult.Success(
          response.code(), headers, new HttpResult.Body(bytes), url.toString(), redirects);
    } catch (BoundedBody.TooLargeException e) {
      call.cancel();
      return new HttpResult.TooLarge(
          maxBytes, String.valueOf(e.getMessage()), headers, url.toString(), redirects);
    }
  }

  private HttpResult status(
      Response response, HttpHeaders headers, HttpResult.Body body, InstantSource clock) {
    Optional<Duration> wait =
        headers.first("Retry-After").flatMap(value -> RetryAfter.parse(value, clock.instant()));
    Optional<String> location =
        switch (response.code()) {
          case 301, 302, 303, 307, 308 -> headers.first("Location").map(this::resolved);
          default -> Optional.empty();
        };
    return new HttpResult.Status(
        response.code(), headers, wait, location, body, url.toString(), redirects);
  }

  private String resolved(String location) {
    HttpUrl target = url.resolve(location);
    return target == null ? location : target.toString();
  }

  private HttpResult failure(IOException failure, Duration timeout) throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException("Interrupted while fetching " + url);
    }
    Optional<RefusedAddressException> refused = refused(failure);
    if (refused.isPresent()) {
      String reason = String.valueOf(refused.get().getMessage());
      return new HttpResult.Refused(refused.get().address(), reason, url.toString(), redirects);
    }
    if (failure instanceof SocketTimeoutException || failure instanceof InterruptedIOException) {
      return new HttpResult.TimedOut(timeout, url.toString(), redirects);
    }
    return new HttpResult.Failed(failure, url.toString(), redirects);
  }

  /** Finds the refusal among the failures of all tried addresses. */
  private static Optional<RefusedAddressException> refused(Throwable failure) {
    Deque<Throwable> unseen = new ArrayDeque<>(List.of(failure));
    for (int seen = 0; !unseen.isEmpty() && seen < 100; seen++) {
      Throwable next = unseen.remove();
      if (next instanceof RefusedAddressException refused) {
        return Optional.of(refused);
      }
      unseen.addAll(List.of(next.getSuppressed()));
      Optional.ofNullable(next.getCause()).ifPresent(unseen::add);
    }
    return Optional.empty();
  }
}
