package dev.weir.scrapers.feed;

import java.util.List;
import java.util.Optional;

/**
 * A feed that could be read.
 *
 * @param format which kind of feed it is: {@code rss}, {@code atom} or {@code json}
 * @param version the format's version as the feed states it, such as {@code 2.0}
 * @param title plain text
 * @param link absolute URL of the site that it is about
 * @param language the language that the feed declares, as written
 * @param items items in the feed's order
 * @param mended whether the feed was not well-formed, and was read all the same
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
