package dev.weir.scrapers.source;

import dev.weir.ingest.source.Positions;
import dev.weir.scrapers.feed.FeedItem;
import java.io.IOException;
import java.util.Optional;

/**
 * What a feed's cursor tells of it. Immutable.
 *
 * <pre>{@code
 * FollowedFeed.of("feed/gazette", cursor.getPosition()).knows(item);
 * }</pre>
 */
public final class FollowedFeed {
  private final FeedPosition position;

  private FollowedFeed(FeedPosition position) {
    this.position = position;
  }

  /**
   * Reads the position of a cursor.
   *
   * @throws IOException if it is not that of a feed
   */
  public static FollowedFeed of(String source, String position) throws IOException {
    return new FollowedFeed(
        Positions.read(source, Optional.of(position), FeedPosition.class)
            .orElse(FeedPosition.START));
  }

  /** Whether there ever was a readable response. */
  public boolean wasRead() {
    return position.until() != null;
  }

  /** Whether the last readable response contained the item. */
  public boolean knows(FeedItem item) {
    return item.identity().isPresent()
        && FeedEntries.candidates(item).stream().anyMatch(position.items()::containsKey);
  }
}
