package dev.weir.ingest.http;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The {@code http} section of the settings.
 *
 * @param delay shortest time between two requests to one registrable domain; 1 s unless set
 * @param timeout longest time for one fetch with all its redirects, from connecting to the body's
 *     last byte; 30 s unless set
 * @param maxBytes longest body, as sent and after decompression; 10 MiB unless set. Also the
 *     longest WebSocket message
 * @param connectTo where to connect in place of a host, like curl's {@code --connect-to}: {@code
 *     "*.test": "127.0.0.1:28100"}. These targets are allowed whatever their address
 * @param allowAddresses {@code HOST:PORT} of private addresses that may be connected to all the
 *     same
 */
public record HttpSettings(
    Duration delay,
    Duration timeout,
    Long maxBytes,
    Map<String, String> connectTo,
    List<String> allowAddresses) {
  /** Fills in what is absent and refuses what cannot be. */
  public HttpSettings {
    delay = Objects.requireNonNullElse(delay, Duration.ofSeconds(1));
    timeout = Objects.requireNonNullElse(timeout, Duration.ofSeconds(30));
    maxBytes = Objects.requireNonNullElse(maxBytes, 10L << 20);
    connectTo = connectTo == null ? Map.of() : Map.copyOf(connectTo);
    allowAddresses = allowAddresses == null ? List.of() : List.copyOf(allowAddresses);
    if (delay.isNegative()) {
      throw new IllegalArgumentException("Expected http.delay of 0 or more, got: " + delay);
    }
    if (timeout.isNegative() || timeout.isZero()) {
      throw new IllegalArgumentException("Expected http.timeout above 0, got: " + timeout);
    }
    if (maxBytes < 1 || maxBytes > 1L << 30) {
      throw new IllegalArgumentException(
          "Expected http.max-bytes between 1 and 1073741824, got: " + maxBytes);
    }
    connectTo.values().forEach(HostPort::parse);
    allowAddresses.forEach(HostPort::parse);
  }

  /** All defaults: nothing private may be reached. */
  public static HttpSettings defaults() {
    return new HttpSettings(
        Duration.ofSeconds(1), Duration.ofSeconds(30), 10L << 20, Map.of(), List.of());
  }
}
