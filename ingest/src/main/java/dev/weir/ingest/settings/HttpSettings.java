package dev.weir.ingest.settings;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Section {@code http} of the settings file: delays and limits of fetches.
 *
 * @param delay minimum time between two requests to one registrable domain; default 1 s
 * @param timeout for a whole fetch, redirects and body included; default 30 s
 * @param maxBytes maximum size of a body, both compressed and decompressed; default 10 MiB
 * @param connectTo host pattern ({@code *.test} or a host) to {@code host:port}: where to connect
 *     instead. Such targets are allowed whatever their address
 * @param allowAddresses {@code host:port} pairs that may be fetched although their address is not
 *     public
 */
public record HttpSettings(
    Duration delay,
    Duration timeout,
    Long maxBytes,
    Map<String, String> connectTo,
    List<String> allowAddresses) {

  public HttpSettings(
      @Nullable Duration delay,
      @Nullable Duration timeout,
      @Nullable Long maxBytes,
      @Nullable Map<String, String> connectTo,
      @Nullable List<String> allowAddresses) {
    this.delay = delay == null ? Duration.ofSeconds(1) : delay;
    this.timeout = timeout == null ? Duration.ofSeconds(30) : timeout;
    this.maxBytes = maxBytes == null ? 10L * 1024 * 1024 : maxBytes;
    this.connectTo = connectTo == null ? Map.of() : Map.copyOf(connectTo);
    this.allowAddresses = allowAddresses == null ? List.of() : List.copyOf(allowAddresses);
    if (this.delay.isNegative()) {
      throw new IllegalArgumentException("Expected http.delay of at least 0s, got: " + delay);
    }
    if (this.timeout.isNegative() || this.timeout.isZero()) {
      throw new IllegalArgumentException("Expected http.timeout above 0s, got: " + timeout);
    }
    if (this.maxBytes <= 0) {
      throw new IllegalArgumentException("Expected http.max-bytes above 0, got: " + maxBytes);
    }
    this.connectTo.values().forEach(target -> requireHostAndPort("http.connect-to", target));
    this.allowAddresses.forEach(target -> requireHostAndPort("http.allow-addresses", target));
  }

  /** The defaults. */
  public static HttpSettings defaults() {
    return new HttpSettings(null, null, null, null, null);
  }

  private static void requireHostAndPort(String key, String target) {
    if (!target.matches("(\\[[0-9A-Fa-f:.]+]|[^\\s:/]+):[0-9]{1,5}")) {
      throw new IllegalArgumentException("Expected host:port in " + key + ", got: " + target);
    }
  }
}
