package dev.weir.scrapers.settings;

import dev.weir.ingest.settings.Entries;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * An entry of {@code feeds}.
 *
 * @param name names the source {@code feed/NAME}; do not change it, since cursor and coverage are
 *     stored under it
 * @param url the feed's URL
 * @param every interval between two polls; default 5 minutes
 */
public record FeedSettings(String name, String url, Duration every) {
  /** Applies defaults and validates. */
  public FeedSettings(@Nullable String name, @Nullable String url, @Nullable Duration every) {
    this.name = Entries.name("feeds", name);
    this.url = Entries.url("feeds", url);
    this.every = Entries.every("feeds", every, Duration.ofSeconds(1), Duration.ofMinutes(5));
  }
}
