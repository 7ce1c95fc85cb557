package dev.weir.ingest.http;

import java.time.Duration;

/**
 * The domain's turn for this request comes later. The turn is reserved: the same request, made
 * again after the wait, continues where it was, after redirects that were already followed.
 */
public final class TurnAwaitedException extends InterruptedException {
  private static final long serialVersionUID = 1L;

  private final String domain;
  private final transient Duration delay;

  TurnAwaitedException(String domain, Duration delay) {
    super("The turn at " + domain + " comes in " + delay.toMillis() + " ms");
    this.domain = domain;
    this.delay = delay;
  }

  /** The registrable domain that is asked one request at a time. */
  public String domain() {
    return domain;
  }

  /** When to make the request again. */
  public Duration delay() {
    return delay;
  }
}
