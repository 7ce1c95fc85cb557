package dev.weir.scrapers.source;

import dev.weir.ingest.source.Frontier;
import dev.weir.ingest.source.Outgoing;
import dev.weir.schemas.record.FrontierEntry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The pages that moved: a visit used their URLs, which had content of their own, and ended at
 * another page (by a redirect, or because the content names another canonical URL). Pure.
 *
 * <p>Each gets one <em>closing revision</em>: its revision is one higher, its outcome is {@code
 * moved}, {@code moved_to} is the other page's URL; it has no content and no new aliases, and its
 * aliases are all names that it had. The other page has these names in the {@code aliases} and
 * {@code new_aliases} of a revision that follows: in the same result if it is on the same domain,
 * else when the owner of its domain fetches it. So a name leads to one page at a time, and a link
 * that counted for the moved page need not count again.
 *
 * <p>A moved page is an alias from then on. If its URL has content of its own again, it continues
 * with its next revision, in which all its names are new.
 */
final class Moves {
  private final String target;
  private final FrontierEntry visited;
  private final List<FrontierEntry> moved;

  private Moves(String target, FrontierEntry visited, List<FrontierEntry> moved) {
    this.target = target;
    this.visited = visited;
    this.moved = List.copyOf(moved);
  }

  /**
   * Looks for pages that moved.
   *
   * @param urls normalized URLs that led to the page
   * @param target the normalized URL of the page where the visit ended
   * @param entry the entry that was visited
   */
  static Moves of(Set<String> urls, String target, FrontierEntry entry, Frontier frontier) {
    List<FrontierEntry> moved = new ArrayList<>();
    for (String url : urls) {
      if (url.equals(target)) {
        continue;
      }
      if (url.equals(entry.getUrl())) {
        add(entry, moved);
      } else {
        frontier.get(url).ifPresent(known -> add(known, moved));
      }
    }
    return new Moves(target, entry, moved);
  }

  private static void add(FrontierEntry entry, List<FrontierEntry> moved) {
    if (entry.getRevision() > 0 && entry.getContentHash() != null) {
      moved.add(entry);
    }
  }

  /** Whether an entry belongs to a page that was closed because it moved. */
  static boolean hasMoved(FrontierEntry entry) {
    String canonical = entry.getCanonicalUrl();
    return entry.getRevision() > 0
        && entry.getContentHash() == null
        && canonical != null
        && !canonical.equals(entry.getUrl());
  }

  boolean isEmpty() {
    return moved.isEmpty();
  }

  boolean includes(FrontierEntry entry) {
    return moved.stream().anyMatch(one -> one.getUrl().equals(entry.getUrl()));
  }

  /** All names of the pages that moved. */
  Set<String> names() {
    Set<String> names = new LinkedHashSet<>();
    for (FrontierEntry one : moved) {
      names.addAll(one.getRedirects());
      names.add(one.getUrl());
    }
    return names;
  }

  /** The closing revisions, and the new state of the old URLs. */
  List<Outgoing> records(List<String> hops, Instant now) {
    List<Outgoing> records = new ArrayList<>();
    for (FrontierEntry one : moved) {
      FrontierEntry state = FrontierEntry.newBuilder(one).build();
      state.setRevision(one.getRevision() + 1);
      state.setContentHash(null);
      state.setEtag(null);
      state.setLastModified(null);
      state.setAliases(List.of());
      state.setCanonicalUrl(target);
      state.setNextFetchAt(now.plus(Schedule.LATEST));
      SiteState.settle(state, Outcome.MOVED, now);
      records.add(Outgoing.page(PageRecords.moved(state, visited, hops, target, now)));
      records.add(Outgoing.frontier(state));
    }
    return records;
  }
}
