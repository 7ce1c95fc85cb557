package dev.weir.ingest.http;

/** An open or opening WebSocket that only listens. Safe for use by several threads. */
public interface WebSocket extends AutoCloseable {
  /**
   * How many pings the server has answered so far. A ping goes out at regular intervals, and only
   * once the one before was answered; an answer is counted behind the messages that came before it,
   * after the listener has heard them. A ping that stays unanswered for an interval ends the
   * connection.
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
