package dev.weir.scrapers.source;

import dev.weir.ingest.source.Hashes;
import dev.weir.ingest.url.UrlNormalizer;
import dev.weir.scrapers.feed.FeedItem;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The items of one response, with the keys by which a position remembers them. Pure.
 *
 * <p>A key is the hash of an item's identity. Items of one response that share an identity, as some
 * feeds' guids do, are distinguished by their links, and if these are equal too, by all their
 * fields.
 *
 * @param entries items in the feed's order, without exact duplicates
 * @param cut whether there were more than are remembered
 */
record FeedEntries(List<Entry> entries, boolean cut) {
  /** Length of the link's prefix in a content fingerprint. */
  private static final int LINK_LENGTH = 6;

  /**
   * One item.
   *
   * @param key unique in its response
   * @param candidates keys under which an earlier response may have held it, the most likely first
   * @param shared whether other items of the response have the same identity
   * @param content fingerprint of the fields whose change makes the item new
   */
  record Entry(FeedItem item, String key, List<String> candidates, boolean shared, String content) {
    /**
     * The key of this item among those of an earlier response.
     *
     * @param items content fingerprints by key
     */
    Optional<String> keyAmong(Map<String, String> items) {
      for (String candidate : candidates) {
        String known = items.get(candidate);
        boolean isOwn = !shared || !candidate.equals(candidates.get(candidates.size() - 1));
        if (known != null && (isOwn || known.equals(content))) {
          return Optional.of(candidate);
        }
      }
      return Optional.empty();
    }

    /** Whether the item had another link in that response. */
    private boolean hasMoved(Map<String, String> items) {
      return keyAmong(items)
          .map(items::get)
          .filter(known -> !known.regionMatches(0, content, 0, LINK_LENGTH))
          .isPresent();
    }
  }

  /**
   * For each item its key in an earlier response, if that proves that it was shown there. The same
   * id with another link may be another item, as in feeds whose items all share one id; unless most
   * items have new links, as in feeds that put a changing number into every link.
   */
  List<Optional<String>> known(Map<String, String> items) {
    long moved = entries.stream().filter(entry -> entry.hasMoved(items)).count();
    boolean allMove = 2 * moved > entries.size() && entries.size() > 2;
    return entries.stream()
        .map(entry -> entry.keyAmong(items).filter(key -> allMove || !entry.hasMoved(items)))
        .toList();
  }

  /** Limits the number of items. */
  static FeedEntries of(List<FeedItem> items, int most) {
    Map<String, Integer> counts = new HashMap<>();
    items.forEach(item -> identity(item).ifPresent(it -> counts.merge(it, 1, Integer::sum)));
    List<Entry> entries = new ArrayList<>();
    Set<String> keys = new HashSet<>();
    Set<String> seen = new HashSet<>();
    for (FeedItem item : items) {
      Optional<String> identity = identity(item);
      if (identity.isEmpty()) {
        continue;
      }
      if (entries.size() >= most) {
        return new FeedEntries(entries, true);
      }
      List<String> candidates = candidates(item);
      if (!seen.add(candidates.get(0))) {
        continue;
      }
      boolean shared = counts.getOrDefault(identity.get(), 0) > 1;
      List<String> own = shared ? candidates.subList(0, 2) : candidates.subList(2, 3);
      for (int i = own.size() - 1; i >= 0; i--) {
        if (keys.add(own.get(i))) {
          entries.add(new Entry(item, own.get(i), candidates, shared, content(item)));
          break;
        }
      }
    }
    return new FeedEntries(entries, false);
  }

  /** By all fields, by identity and link, by identity. */
  static List<String> candidates(FeedItem item) {
    String identity = identity(item).orElse("");
    String withLink = identity + '\n' + link(item);
    return List.of(
        Hashes.brief(withLink + '\n' + item.title().orElse("")),
        Hashes.brief(withLink),
        Hashes.brief(identity));
  }

  private static Optional<String> identity(FeedItem item) {
    return item.id().or(() -> item.link().map(link -> link(item))).or(item::title);
  }

  private static String content(FeedItem item) {
    return Hashes.brief(link(item)).substring(0, LINK_LENGTH)
        + Hashes.brief(
            item.title().orElse("")
                + '\n'
                + item.updated().map(time -> time.at().toString()).orElse(""));
  }

  /** Normalized, so that a tracking parameter that changes each time does not matter. */
  private static String link(FeedItem item) {
    return item.link().map(link -> UrlNormalizer.normalize(link).orElse(link)).orElse("");
  }
}
