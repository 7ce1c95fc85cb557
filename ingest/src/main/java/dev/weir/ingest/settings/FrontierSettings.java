package dev.weir.ingest.settings;

import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Section {@code frontier} of the settings file: the index of the URLs that are to be fetched.
 *
 * @param folder where it lies on this machine; {@code frontier} in the data folder unless set. It
 *     can be lost: it is built again from the topic
 * @param maxUrls how many URLs one process holds at most; further ones are not taken in, and
 *     coverage says so; 20 million unless set
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
