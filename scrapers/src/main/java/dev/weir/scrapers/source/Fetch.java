package dev.weir.scrapers.source;

import dev.weir.ingest.http.HttpResult;
import dev.weir.ingest.source.Frontier;
import dev.weir.ingest.source.FrontierIndex;
import dev.weir.ingest.url.UrlNormalizer;
import dev.weir.schemas.record.FrontierEntry;
import dev.weir.schemas.record.Page;
import dev.weir.scrapers.page.ExtractedPage;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * A visit that returned content, and the names of its page. Pure.
 *
 * @param entry the entry that was visited
 * @param hops the URLs that redirected, as sent
 * @param landed the normalized URL that the content came from
 * @param canonical the page's identity
 */
record Fetch(
    FrontierEntry entry,
    List<String> hops,
    HttpResult.Success success,
    ExtractedPage content,
    String landed,
    String canonical,
    Instant now) {

  static Fetch of(
      FrontierEntry entry,
      List<String> hops,
      HttpResult.Success success,
      ExtractedPage content,
      Frontier frontier,
      Instant now) {
    String landed = UrlNormalizer.normalize(success.finalUrl()).orElse(entry.getUrl());
    String canonical = canonical(content, landed, frontier);
    return new Fetch(entry, hops, success, content, landed, canonical, now);
  }

  /**
   * A page's identity. A canonical URL that itself leads back here is ignored, so that two pages
   * that name each other do not alternate.
   */
  private static String canonical(ExtractedPage content, String landed, Frontier frontier) {
    return content
        .canonicalUrl()
        .filter(stated -> stated.equals(landed) || !leads(stated, landed, frontier))
        .orElse(landed);
  }

  private static boolean leads(String from, String to, Frontier frontier) {
    return frontier.get(from).filter(known -> to.equals(known.getCanonicalUrl())).isPresent();
  }

  /** The normalized URLs that led to this page. */
  Set<String> visited() {
    Set<String> visited = visited(entry, hops);
    visited.add(landed);
    return visited;
  }

  /** An entry's URL and the normalized URLs that redirected when it was visited. */
  static Set<String> visited(FrontierEntry entry, List<String> hops) {
    Set<String> visited = new LinkedHashSet<>();
    visited.add(entry.getUrl());
    hops.forEach(hop -> UrlNormalizer.normalize(hop).ifPresent(visited::add));
    return visited;
  }

  /** All URLs by which a page is known except its canonical one, the oldest first. */
  List<String> aliases(FrontierEntry known, Moves moves) {
    Set<String> aliases = new LinkedHashSet<>(known.getRedirects());
    aliases.addAll(entry.getRedirects());
    aliases.addAll(moves.names());
    aliases.addAll(visited());
    aliases.remove(canonical);
    return aliases.stream().limit(FrontierIndex.MAX_REDIRECTS).toList();
  }

  /**
   * The names that no revision with content has had, or that the page now takes over. If a page had
   * moved and is back, all its names are new: they belonged to another page.
   */
  static List<String> newNames(Page page, FrontierEntry known, Moves moves) {
    Set<String> names = new LinkedHashSet<>(page.getAliases());
    if (known.getRevision() > 0 && !Moves.hasMoved(known)) {
      Set<String> taken = moves.names();
      names.remove(page.getUrl());
      known.getAliases().stream().filter(name -> !taken.contains(name)).forEach(names::remove);
    }
    return List.copyOf(names);
  }
}
