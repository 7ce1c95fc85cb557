package dev.weir.ingest.settings;

import dev.weir.ingest.url.UrlNormalizer;
import dev.weir.schemas.settings.Durations;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Checks common to the entries of the settings' source lists; errors name the key. */
public final class Entries {
  private Entries() {}

  /** A source's lasting name, which is part of its id. */
  public static String name(String section, @Nullable String name) {
    if (name == null || !name.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,99}")) {
      throw new IllegalArgumentException(
          "Expected " + section + ".name of letters, digits, '.', '_' or '-', got: " + name);
    }
    return name;
  }

  /** An address to fetch. */
  public static String url(String section, @Nullable String url) {
    if (url == null || UrlNormalizer.normalize(url).isEmpty()) {
      throw new IllegalArgumentException(
          "Expected " + section + ".url to be an http or https URL, got: " + url);
    }
    return url;
  }

  /**
   * Interval between polls.
   *
   * @param least the minimum
   * @param otherwise the default
   */
  public static Duration every(
      String section, @Nullable Duration every, Duration least, Duration otherwise) {
    if (every != null && every.compareTo(least) < 0) {
      throw new IllegalArgumentException(
          "Expected %s.every of at least %s, got: %s"
              .formatted(section, Durations.format(least), Durations.format(every)));
    }
    return every == null ? otherwise : every;
  }
}
