package dev.weir.ingest.settings;

import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Section {@code frontier} of the settings file: the index of the URLs to fetch.
 *
 * @param folder local folder; default {@code frontier} in the data folder. If it is lost, it is
 *     rebuilt from the topic
 * @param maxUrls maximum number of URLs in one process; further ones are rejected, and coverage
 *     says so; default 20 million
 */
public record FrontierSettings(@Nullable Path folder, Long maxUrls) {

  public FrontierSettings(@Nullable Path folder, @Nullable Long maxUrls) {
    this.folder = folder;
    this.maxUrls = maxUrls == null ? 20_000_000L : maxUrls;
    if (this.maxUrls < 1) {
      throw new IllegalArgumentException("Expected frontier.max-urls above 0, got: " + maxUrls);
    }
  }

  /** The defaults. */
  public static FrontierSettings defaults() {
    return new FrontierSettings(null, null);
  }

  public Optional<Path> ownFolder() {
    return Optional.ofNullable(folder);
  }
}
