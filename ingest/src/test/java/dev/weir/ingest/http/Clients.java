package dev.weir.ingest.http;

import dev.weir.ingest.settings.HttpSettings;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import okhttp3.Dns;

/** Clients for tests: no delay, short time-outs, and only what is named may be connected to. */
final class Clients {
  private Clients() {}

  static HttpSettings settings(Duration timeout, String... allowed) {
    return new HttpSettings(Duration.ZERO, timeout, 1L << 20, Map.of(), List.of(allowed));
  }

  static PoliteHttpClient of(HttpSettings settings) {
    return PoliteHttpClient.create(settings, "mailto:test@example.org", InstantSource.system());
  }

  /** Short, and yet long enough for a busy machine to answer in time. */
  private static final Duration PING = Duration.ofSeconds(1);

  static PoliteHttpClient allowing(RawServer server) {
    return of(settings(Duration.ofSeconds(10), server.address()));
  }

  static PoliteHttpClient of(
      HttpSettings settings, Dns names, GuardedSocketFactory.Connector connector) {
    return new PoliteHttpClient(
        settings,
        "mailto:test@example.org",
        new PoliteHttpClient.Surroundings(
            InstantSource.system(), duration -> {}, names, connector, PING));
  }
}
