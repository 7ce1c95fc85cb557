package dev.weir.scrapers.feed;

import java.util.List;
import java.util.Optional;

/**
 * A parsed feed.
 *
 * @param format {@code rss}, {@code atom} or {@code json}
 * @param version the format's version as the feed states it, such as {@code 2.0}
 * @param title plain text
 * @param link absolute URL of the site
 * @param language the declared language, as written
 * @param items items in the feed's order
 * @param mended whether the feed was not well-formed and was read leniently
 */
public record ParsedFeed(
    String format,
    Optional<String> version,
    Optional<String> title,
    Optional<String> link,
    Optional<String> language,
    List<FeedItem> items,
    boolean mended) {
  public ParsedFeed {
    items = List.copyOf(items);
  }
}
