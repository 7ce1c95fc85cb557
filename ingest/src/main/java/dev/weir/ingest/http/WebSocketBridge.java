package dev.weir.ingest.http;

import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import okhttp3.Response;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/** Adapts OkHttp's listener to ours, and tells the socket's budget when a message was used. */
final class WebSocketBridge extends okhttp3.WebSocketListener {
  private final WebSocketListener listener;
  private final GuardedSocketFactory.ReadBudget budget;
  private final InstantSource clock;

  WebSocketBridge(
      WebSocketListener listener, GuardedSocketFactory.ReadBudget budget, InstantSource clock) {
    this.listener = listener;
    this.budget = budget;
    this.clock = clock;
  }

  @Override
  public void onOpen(okhttp3.WebSocket webSocket, Response response) {
    budget.refill();
    listener.opened();
  }

  @Override
  public void onMessage(okhttp3.WebSocket webSocket, String text) {
    budget.refill();
    listener.text(text);
  }

  @Override
  public void onMessage(okhttp3.WebSocket webSocket, ByteString bytes) {
    budget.refill();
    listener.binary(bytes.toByteArray());
  }

  @Override
  public void onClosing(okhttp3.WebSocket webSocket, int code, String reason) {
    webSocket.close(1000, null);
  }

  @Override
  public void onClosed(okhttp3.WebSocket webSocket, int code, String reason) {
    listener.closed(code, reason);
  }

  @Override
  public void onFailure(
      okhttp3.WebSocket webSocket, Throwable failure, @Nullable Response response) {
    if (response != null && response.code() != 101) {
      Optional<Duration> wait =
          Optional.ofNullable(response.header("Retry-After"))
              .flatMap(value -> RetryAfter.parse(value, clock.instant()));
      listener.failed(
          new HttpStatusException(response.code(), wait, response.request().url().toString()));
    } else if (failure instanceof IOException cause) {
      listener.failed(cause);
    } else {
      listener.failed(new IOException("A WebSocket's listener failed: " + failure, failure));
    }
  }
}
