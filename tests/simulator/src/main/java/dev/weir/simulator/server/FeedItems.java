package dev.weir.simulator.server;

import dev.weir.simulator.fault.Fault;
import dev.weir.simulator.fault.FaultSettings;
import dev.weir.simulator.world.Article;
import dev.weir.simulator.world.Site;
import dev.weir.simulator.world.World;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the feed of a site shows: its latest articles, and what faults make of them. The gazette
 * pins its first article to the top and has no guids; the herald shows an old article at the top,
 * under a new date, and gives two neighbours one guid. Pure.
 */
final class FeedItems {
  private static final int RE_DATED = 9;

  private FeedItems() {}

  /**
   * An item.
   *
   * @param date what it says of its publication
   * @param guid null for none
   */
  record Item(Article article, Instant date, @Nullable String guid) {}

  /**
   * The items, from the top.
   *
   * @param latest the site's latest articles, newest first
   * @param first the first article that the site ever published
   */
  static List<Item> of(
      Site site, List<Article> latest, Optional<Article> first, FaultSettings faults) {
    List<Item> items = new ArrayList<>();
    for (Article article : latest) {
      items.add(new Item(article, article.published(), guid(site, article, faults)));
    }
    if (faults.frequency(Fault.PINNED) == 0) {
      return items;
    }
    if (site == Site.GAZETTE && first.isPresent() && items.size() == World.FEED_SIZE) {
      Article pinned = first.get();
      items.remove(items.size() - 1);
      items.removeIf(item -> item.article().number() == pinned.number());
      items.add(0, new Item(pinned, pinned.published(), guid(site, pinned, faults)));
    }
    if (site == Site.HERALD && items.size() > RE_DATED) {
      Item moved = items.remove(RE_DATED);
      items.add(0, new Item(moved.article(), items.get(0).date().plusSeconds(1), moved.guid()));
    }
    return items;
  }

  private static @Nullable String guid(Site site, Article article, FaultSettings faults) {
    boolean isOdd = faults.frequency(Fault.ODD_GUID) > 0;
    if (isOdd && site == Site.GAZETTE) {
      return null;
    }
    return isOdd && site == Site.HERALD ? "story-" + article.number() / 200 : article.url();
  }
}
