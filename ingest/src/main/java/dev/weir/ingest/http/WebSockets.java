package dev.weir.ingest.http;

import java.io.IOException;
import java.net.ProtocolException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import okhttp3.ConnectionPool;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.internal.ws.RealWebSocket;

/** Opens WebSockets: uncompressed, pinged, each with a connection of its own. */
final class WebSockets {
  /** Maximum overhead of the frames of a message, in bytes. */
  static final long FRAMES = 64 << 10;

  /** A dead connection is noticed within twice this time. */
  static final Duration PING = Duration.ofSeconds(15);

  private static final String EXTENSIONS = "Sec-WebSocket-Extensions";

  private WebSockets() {}

  static WebSocket open(
      OkHttpClient.Builder builder, Request request, WebSocketBridge listener, Duration ping) {
    OkHttpClient client =
        builder
            .connectionPool(new ConnectionPool(0, 1, TimeUnit.SECONDS))
            .pingInterval(ping)
            .addInterceptor(
                chain -> withoutCompression(chain.proceed(withoutCompression(chain.request()))))
            .build();
    okhttp3.WebSocket socket = client.newWebSocket(request, listener);
    return new WebSocket() {
      @Override
      public int answeredPings() {
        // OkHttp's interface does not show them. A server may also send pongs that nobody asked
        // for.
        return socket instanceof RealWebSocket real
            ? Math.min(real.sentPingCount(), real.receivedPongCount())
            : 0;
      }

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
