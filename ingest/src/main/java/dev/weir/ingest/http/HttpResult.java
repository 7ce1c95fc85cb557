package dev.weir.ingest.http;

import java.io.IOException;
import java.nio.charset.Charset;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The result of a fetch. Failures are results too, never exceptions. */
public sealed interface HttpResult {
  /** The last URL that was requested: the original one, or the end of the redirects. */
  String finalUrl();

  /** The redirects that were followed, in order. */
  default List<Redirect> redirects() {
    return List.of();
  }

  /** How long the server asked us to wait. */
  default Optional<Duration> retryAfter() {
    return Optional.empty();
  }

  /** One line for people: what happened. */
  String summary();

  /**
   * The URL to use next time: the end of the permanent redirects at the chain's start; empty if
   * there are none.
   */
  default Optional<String> permanentUrl() {
    Optional<String> url = Optional.empty();
    for (Redirect redirect : redirects()) {
      if (!redirect.isPermanent()) {
        break;
      }
      url = Optional.of(redirect.to());
    }
    return url;
  }

  /** A complete 2xx response; its body is decompressed. */
  record Success(
      int status, HttpHeaders headers, Body body, String finalUrl, List<Redirect> redirects)
      implements HttpResult {
    @Override
    public String summary() {
      return status + ", " + body.length() + " bytes";
    }
  }

  /** A 304 response: unchanged. */
  record NotModified(HttpHeaders headers, String finalUrl, List<Redirect> redirects)
      implements HttpResult {
    @Override
    public String summary() {
      return "304, not modified";
    }
  }

  /**
   * Any other response.
   *
   * @param retryAfter from Retry-After, as seconds or as a date
   * @param location absolute target of a redirect that was not followed
   * @param body the body's first 64 KiB; empty if it could not be read
   */
  record Status(
      int status,
      HttpHeaders headers,
      Optional<Duration> retryAfter,
      Optional<String> location,
      Body body,
      String finalUrl,
      List<Redirect> redirects)
      implements HttpResult {
    @Override
    public String summary() {
      return "status "
          + status
          + retryAfter.map(wait -> ", retry after " + wait.toSeconds() + " s").orElse("");
    }
  }

  /**
   * Nothing was sent: the domain's Retry-After, or the delay after another request, has not passed.
   */
  record Held(Optional<Duration> retryAfter, String finalUrl, List<Redirect> redirects)
      implements HttpResult {
    @Override
    public String summary() {
      return "held back out of politeness"
          + retryAfter.map(wait -> " for " + wait.toSeconds() + " s").orElse("");
    }
  }

  /** No connection was made: the address is private or otherwise not allowed. */
  record Refused(String address, String reason, String finalUrl, List<Redirect> redirects)
      implements HttpResult {
    @Override
    public String summary() {
      return reason;
    }
  }

  /** The body, compressed or decompressed, is longer than allowed; reading stopped there. */
  record TooLarge(
      long limit, String detail, HttpHeaders headers, String finalUrl, List<Redirect> redirects)
      implements HttpResult {
    @Override
    public String summary() {
      return detail;
    }
  }

  /** The total deadline passed. */
  record TimedOut(Duration timeout, String finalUrl, List<Redirect> redirects)
      implements HttpResult {
    @Override
    public String summary() {
      return "no whole answer within " + timeout.toMillis() + " ms";
    }
  }

  /** Name resolution, connecting, TLS, the protocol or decompression failed. */
  record Failed(IOException cause, String finalUrl, List<Redirect> redirects)
      implements HttpResult {
    @Override
    public String summary() {
      return cause.getClass().getSimpleName() + ": " + cause.getMessage();
    }
  }

  /** The bytes of a body. Not copied, so callers must not modify them. */
  final class Body {
    private final byte[] bytes;

    /** Wraps bytes without copying them. */
    public Body(byte[] bytes) {
      this.bytes = bytes;
    }

    /** The bytes themselves. */
    public byte[] bytes() {
      return bytes;
    }

    /** The number of bytes. */
    public int length() {
      return bytes.length;
    }

    /** The bytes as text. */
    public String text(Charset charset) {
      return new String(bytes, charset);
    }
  }
}
