package dev.weir.scrapers.feed;

import dev.weir.scrapers.text.StatedTime;
import java.util.Optional;

/**
 * One item of a feed.
 *
 * @param id the item's identifier in the feed (guid, id), as written
 * @param link absolute URL of the item's page
 * @param title plain text
 * @param published time of first publication
 * @param updated time of the last change
 * @param author author or authors as one line
 */
public record FeedItem(
    Optional<String> id,
    Optional<String> link,
    Optional<String> title,
    Optional<StatedTime> published,
    Optional<StatedTime> updated,
    Optional<String> author) {
  /** What distinguishes the item within its feed: its id, else its link, else its title. */
  public Optional<String> identity() {
    return id.or(this::link).or(this::title);
  }
}
