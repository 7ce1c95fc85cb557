package dev.weir.scrapers.feed;

import dev.weir.scrapers.text.StatedTime;
import java.util.Optional;

/**
 * One item of a feed.
 *
 * @param id what the feed says identifies it (guid, id), as written
 * @param link absolute URL of what it is about
 * @param title plain text
 * @param published when it was first published
 * @param updated when it last changed
 * @param author author or authors as one line
 */
public record FeedItem(
    Optional<String> id,
    Optional<String> link,
    Optional<String> title,
    Optional<StatedTime> published,
    Optional<StatedTime> updated,
    Optional<String> author) {
  /** What tells this item from the feed's others: its id, or else its link, or else its title. */
  public Optional<String> identity() {
    return id.or(this::link).or(this::title);
  }
}
