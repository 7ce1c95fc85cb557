package dev.weir.scrapers.settings;

import dev.weir.ingest.url.UrlNormalizer;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What the entries of the lists have in common. */
final class Entries {
  private Entries() {}

  static String name(String section, @Nullable String name) {
    if (name == null || !name.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,99}")) {
      throw new IllegalArgumentException(
          "Expected " + section + ".name of letters, digits, '.', '_' or '-', got: " + name);
    }
    return name;
  }

  static String url(String section, @Nullable String url) {
    if (url == null || UrlNormalizer.normalize(url).isEmpty()) {
      throw new IllegalArgumentException(
          "Expected " + section + ".url to be an http or https URL, got: " + url);
    }
    return url;
  }

  static Duration every(String section, @Nullable Duration every, Duration otherwise) {
    if (every != null && every.compareTo(Duration.ofSeconds(1)) < 0) {
      throw new IllegalArgumentException(
          "Expected " + section + ".every of at least 1s, got: " + every);
    }
    return every == null ? otherwise : every;
  }
}
