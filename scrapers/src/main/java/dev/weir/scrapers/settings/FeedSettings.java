package dev.weir.scrapers.settings;

import dev.weir.ingest.settings.Entries;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * An entry of {@code feeds}.
 *
 * @param name makes the source {@code feed/NAME}; lasting, since cursor and coverage hang on it
 * @param url where the feed is
 * @param every time between two polls; 5 minutes unless set
 */
public record FeedSettings(String name, String url, Duration every) {
  /** Fills in what is absent and refuses what cannot be. */
  public FeedSettings(@Nullable String name, @Nullable String url, @Nullable Duration every) {
    this.name = Entries.name("feeds", name);
    this.url = Entries.url("feeds", url);
    this.every = Entries.every("feeds", every, Duration.ofSeconds(1), Duration.ofMinutes(5));
  }
}
