package dev.weir.infra.local.process;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;

/** Checks whether a server answers. Called until it does, from one thread at a time. */
@FunctionalInterface
public interface ReadyCheck {
  int TIMEOUT_MILLIS = 2_000;

  /**
   * Asks once, for at most a few seconds.
   *
   * @throws IOException when the server does not answer (yet); the same as {@code false}, with a
   *     reason
   */
  boolean ready() throws IOException;

  /** Ready as soon as it runs. */
  static ReadyCheck none() {
    return () -> true;
  }

  /** Ready when a file is there. */
  static ReadyCheck file(Path file) {
    return () -> Files.exists(file);
  }

  /** Ready when something listens on a port of the loopback interface. */
  static ReadyCheck tcp(int port) {
    return () -> {
      try (Socket socket = new Socket()) {
        socket.connect(new InetSocketAddress(FreePorts.loopback(), port), TIMEOUT_MILLIS);
        return true;
      }
    };
  }

  /** Ready when a GET is answered with a status below {@code limit}. */
  static ReadyCheck http(String url, int limit) {
    return () -> {
      HttpURLConnection connection =
          (HttpURLConnection) URI.create(url).toURL().openConnection(Proxy.NO_PROXY);
      connection.setConnectTimeout(TIMEOUT_MILLIS);
      connection.setReadTimeout(TIMEOUT_MILLIS);
      try {
        return connection.getResponseCode() < limit;
      } finally {
        connection.disconnect();
      }
    };
  }
}
