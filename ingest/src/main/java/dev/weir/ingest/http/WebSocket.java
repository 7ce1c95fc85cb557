package dev.weir.ingest.http;

/** An open or opening WebSocket that only listens. Safe for use by several threads. */
public interface WebSocket extends AutoCloseable {
  /** Asks the server to close; the listener's {@code closed} or {@code failed} follows. */
  @Override
  void close();

  /** Drops the connection at once; the listener's {@code failed} follows. */
  void abort();
}
