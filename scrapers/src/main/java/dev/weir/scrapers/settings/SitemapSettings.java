package dev.weir.scrapers.settings;

import dev.weir.ingest.settings.Entries;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * An entry of {@code sitemaps}.
 *
 * @param name names the source {@code sitemap/NAME}; do not change it, since cursor and coverage
 *     are stored under it
 * @param url URL of the sitemap or the sitemap index
 * @param every interval between two walks; default 1 hour
 * @param maxUrls maximum number of new URLs from one document, the most recently modified ones;
 *     default 5,000
 */
public record SitemapSettings(String name, String url, Duration every, Integer maxUrls) {
  private static final int MOST_URLS = 50_000;

  /** Applies defaults and validates. */
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
