package dev.weir.scrapers.settings;

import dev.weir.ingest.settings.Entries;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * An entry of {@code sitemaps}.
 *
 * @param name makes the source {@code sitemap/NAME}; lasting, since cursor and coverage hang on it
 * @param url where the sitemap or the index of sitemaps is
 * @param every time between two walks; 1 hour unless set
 * @param maxUrls most URLs of one document that become known; the most recently modified ones;
 *     5,000 unless set
 */
public record SitemapSettings(String name, String url, Duration every, Integer maxUrls) {
  private static final int MOST_URLS = 50_000;

  /** Fills in what is absent and refuses what cannot be. */
  public SitemapSettings(
      @Nullable String name,
      @Nullable String url,
      @Nullable Duration every,
      @Nullable Integer maxUrls) {
    this.name = Entries.name("sitemaps", name);
    this.url = Entries.url("sitemaps", url);
    this.every = Entries.every("sitemaps", every, Duration.ofSeconds(1), Duration.ofHours(1));
    this.maxUrls = maxUrls == null ? Integer.valueOf(5_000) : maxUrls;
    if (this.maxUrls < 1 || this.maxUrls > MOST_URLS) {
      throw new IllegalArgumentException(
          "Expected sitemaps.max-urls from 1 to " + MOST_URLS + ", got: " + maxUrls);
    }
  }
}
