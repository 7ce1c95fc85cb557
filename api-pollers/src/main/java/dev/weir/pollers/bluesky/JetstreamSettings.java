package dev.weir.pollers.bluesky;

import dev.weir.ingest.settings.Entries;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * An entry of {@code jetstream}: one instance.
 *
 * @param name permanent name of the source
 * @param url where to subscribe, without parameters
 * @param collections the collections to subscribe to, at most 100; default posts only
 */
public record JetstreamSettings(String name, String url, List<String> collections) {
  private static final int MAX_COLLECTIONS = 100;

  public JetstreamSettings(
      @Nullable String name, @Nullable String url, @Nullable List<String> collections) {
    if (url == null || !url.matches("wss?://[^?#\\s]+")) {
      throw new IllegalArgumentException(
          "Expected jetstream.url such as wss://jetstream.example/subscribe, got: " + url);
    }
    this.name = Entries.name("jetstream", name);
    this.url = url;
    this.collections =
        collections == null ? List.of(JetstreamParser.POSTS) : List.copyOf(collections);
    if (this.collections.size() > MAX_COLLECTIONS) {
      throw new IllegalArgumentException(
          "Expected jetstream.collections of at most 100, got: " + this.collections.size());
    }
  }

  /** The source's id. */
  public String id() {
    return "jetstream/" + name;
  }

  String scope() {
    return URI.create(url).getAuthority().toLowerCase(Locale.ROOT);
  }

  /** The URL to subscribe from a cursor, or from now on. */
  String subscription(OptionalLong cursor) {
    StringBuilder address = new StringBuilder(url);
    char separator = '?';
    for (String collection : collections) {
      address
          .append(separator)
          .append("wantedCollections=")
          .append(URLEncoder.encode(collection, StandardCharsets.UTF_8));
      separator = '&';
    }
    if (cursor.isPresent()) {
      address.append(separator).append("cursor=").append(cursor.getAsLong());
    }
    return address.toString();
  }
}
