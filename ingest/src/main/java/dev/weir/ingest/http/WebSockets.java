package dev.weir.ingest.http;

import java.io.IOException;
import java.net.ProtocolException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import okhttp3.ConnectionPool;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;

/** Opens WebSockets: uncompressed, pinged, each with a connection of its own. */
final class WebSockets {
  /** What the frames of a longest message may cost beside it, in bytes. */
  static final long FRAMES = 64 << 10;

  private static final Duration PING = Duration.ofSeconds(60);
  private static final String EXTENSIONS = "Sec-WebSocket-Extensions";

  private WebSockets() {}

  static WebSocket open(OkHttpClient.Builder builder, Request request, WebSocketBridge listener) {
    OkHttpClient client =
        builder
            .connectionPool(new ConnectionPool(0, 1, TimeUnit.SECONDS))
            .pingInterval(PING)
            .addInterceptor(
                chain -> withoutCompression(chain.proceed(withoutCompression(chain.request()))))
            .build();
    okhttp3.WebSocket socket = client.newWebSocket(request, listener);
    return new WebSocket() {
      @Override
      public void close() {
        if (!socket.close(1000, null)) {
          socket.cancel();
        }
      }

      @Override
      public void abort() {
        socket.cancel();
      }
    };
  }

  private static Request withoutCompression(Request request) {
    return request.newBuilder().removeHeader(EXTENSIONS).build();
  }

  private static Response withoutCompression(Response response) throws IOException {
    String extensions = response.header(EXTENSIONS);
    if (extensions != null) {
      response.close();
      throw new ProtocolException("Expected no WebSocket extension, got: " + extensions);
    }
    return response;
  }
}
