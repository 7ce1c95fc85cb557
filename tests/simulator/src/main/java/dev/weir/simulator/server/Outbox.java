package dev.weir.simulator.server;

import io.undertow.websockets.core.CloseMessage;
import io.undertow.websockets.core.WebSocketCallback;
import io.undertow.websockets.core.WebSocketChannel;
import io.undertow.websockets.core.WebSockets;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A WebSocket to a client, and how much of what was sent has not left yet. */
final class Outbox {
  private static final int MAX_UNDER_WAY = 256;

  private final WebSocketChannel channel;
  private final AtomicInteger underWay = new AtomicInteger();

  Outbox(WebSocketChannel channel) {
    this.channel = channel;
  }

  /** Whether it takes more. */
  boolean ready() {
    return channel.isOpen() && underWay.get() < MAX_UNDER_WAY;
  }

  /** Sends a message, and runs the action once it has been written. */
  void send(String message, Runnable written) {
    underWay.incrementAndGet();
    WebSockets.sendText(
        message,
        channel,
        new WebSocketCallback<@Nullable Void>() {
          @Override
          public void complete(WebSocketChannel sentOn, @Nullable Void context) {
            underWay.decrementAndGet();
            written.run();
          }

          @Override
          public void onError(
              WebSocketChannel failed, @Nullable Void context, Throwable throwable) {
            underWay.decrementAndGet();
          }
        });
  }

  void close() {
    WebSockets.sendClose(CloseMessage.GOING_AWAY, "going away", channel, null);
  }
}
