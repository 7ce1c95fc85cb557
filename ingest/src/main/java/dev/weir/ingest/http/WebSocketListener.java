package dev.weir.ingest.http;

import java.io.IOException;

/**
 * Hears what a WebSocket says, on one thread and one call at a time. A call that blocks holds the
 * connection's reader, and so the server, back; after some 15 seconds the ping goes unanswered and
 * the connection fails.
 */
public interface WebSocketListener {
  /** The handshake is done. */
  default void opened() {}

  /** A text message came. */
  void text(String message);

  /** A binary message came; ignored unless overridden. */
  default void binary(byte[] message) {}

  /** The server closed, or answered our close. Nothing more will be heard. */
  void closed(int code, String reason);

  /**
   * The connection failed or never came to be. Nothing more will be heard.
   *
   * @param cause {@link RefusedAddressException} for an address that may not be connected to,
   *     {@link HttpStatusException} for another status than 101
   */
  void failed(IOException cause);
}
