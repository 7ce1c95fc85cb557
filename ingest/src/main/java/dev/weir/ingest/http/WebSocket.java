package dev.weir.ingest.http;

/** An open or opening WebSocket that only listens. Thread-safe. */
public interface WebSocket extends AutoCloseable {
  /**
   * Number of pings that the server has answered. A ping is sent at regular intervals, and only
   * after the previous one was answered; an answer is counted after the listener has handled the
   * messages before it. A ping without answer for an interval ends the connection.
   *
   * @see <a href="https://www.rfc-editor.org/rfc/rfc6455#section-5.5.3">RFC 6455, 5.5.3</a>
   */
  int answeredPings();

  /** Asks the server to close; the listener's {@code closed} or {@code failed} follows. */
  @Override
  void close();

  /** Drops the connection at once; the listener's {@code failed} follows. */
  void abort();
}
