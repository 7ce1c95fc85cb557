package dev.weir.ingest.http;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A server answered a WebSocket handshake with a status other than 101. */
public final class HttpStatusException extends IOException {
  private static final long serialVersionUID = 1L;
  private final int status;
  private final transient @Nullable Duration retryAfter;

  public HttpStatusException(int status, Optional<Duration> retryAfter, String url) {
    super("Expected status 101 from " + url + ", got: " + status);
    this.status = status;
    this.retryAfter = retryAfter.orElse(null);
  }

  /** The status. */
  public int status() {
    return status;
  }

  /** How long the server asked us to wait. */
  public Optional<Duration> retryAfter() {
    return Optional.ofNullable(retryAfter);
  }
}
