package dev.weir.ingest.http;

import java.io.IOException;

/**
 * Receives the messages of a WebSocket, on one thread and one call at a time. A call that blocks
 * also blocks the connection's reader, and so the server; after some 15 seconds the ping is not
 * answered and the connection fails.
 */
public interface WebSocketListener {
  /** The handshake is done. */
  default void opened() {}

  /** A text message came. */
  void text(String message);

  /** A binary message came; ignored unless overridden. */
  default void binary(byte[] message) {}

  /** The server closed, or confirmed our close. No more calls follow. */
  void closed(int code, String reason);

  /**
   * The connection failed or could not be opened. No more calls follow.
   *
   * @param cause {@link RefusedAddressException} for an address that is not allowed, {@link
   *     HttpStatusException} for a status other than 101
   */
  void failed(IOException cause);
}
