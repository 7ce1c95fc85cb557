package dev.weir.simulator.server;

import dev.weir.simulator.fault.Fault;
import dev.weir.simulator.world.Article;
import dev.weir.simulator.world.Site;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The gazette's sitemaps where they are odd: an index whose sitemaps lie inside another index and
 * on other hosts. Each names a third of the articles. One always fails, so nobody can read all.
 *
 * @see <a href="https://www.sitemaps.org/protocol.html">The protocol, also on other hosts</a>
 */
final class Sitemaps {
  /** The source that the printed settings make of it. */
  static final String SOURCE = "sitemap/gazette";

  private static final String ELSEWHERE = "/map-of-the-gazette.xml";

  /** The host whose sitemap of the gazette its robots.txt names. */
  private static final Site NAMED = Site.HERALD;

  /** One whose sitemap robots.txt does not name. */
  private static final Site UNNAMED = Site.COURIER;

  private final Simulation simulation;
  private final Site site;

  Sitemaps(Simulation simulation, Site site) {
    this.simulation = simulation;
    this.site = site;
  }

  /** Whether the site has such sitemaps. */
  boolean isOdd() {
    return site == Site.GAZETTE && isOn();
  }

  /** What robots.txt says of them. */
  String robots() {
    return isOdd() ? "Sitemap: http://" + NAMED.host() + ELSEWHERE + "\n" : "";
  }

  Reply index() {
    return index(
        "/sitemap-broken.xml",
        "/sitemap-nested.xml",
        "http://" + NAMED.host() + ELSEWHERE,
        "http://" + UNNAMED.host() + ELSEWHERE,
        "/sitemap-0.xml");
  }

  /** The sitemap of this path. */
  Optional<Reply> answer(Request request) {
    if (!isOn()) {
      return Optional.empty();
    }
    if (site == Site.GAZETTE) {
      return switch (request.path()) {
        case "/sitemap-nested.xml" -> Optional.of(index("/sitemap-1.xml"));
        case "/sitemap-broken.xml" -> Optional.of(Reply.of(500, "text/plain", "out of order"));
        case "/sitemap-0.xml" -> Optional.of(third(0));
        case "/sitemap-1.xml" -> Optional.of(third(1));
        default -> Optional.empty();
      };
    }
    if (!request.path().equals(ELSEWHERE)) {
      return Optional.empty();
    }
    if (site == UNNAMED) {
      Instant now = simulation.clock.instant();
      simulation.witness.fault("sitemap-that-is-not-named", site.host(), request.target(), now);
    }
    return Optional.of(third(2));
  }

  private boolean isOn() {
    return simulation.world.settings().faults().frequency(Fault.ODD_SITEMAP) > 0;
  }

  private static Reply index(String... sitemaps) {
    String entries =
        List.of(sitemaps).stream()
            .map(map -> map.startsWith("/") ? "http://" + Site.GAZETTE.host() + map : map)
            .map("<sitemap><loc>%s</loc></sitemap>%n"::formatted)
            .collect(Collectors.joining());
    return xml("sitemapindex", entries);
  }

  /**
   * A third of the articles, under their old addresses, too. Being taken down or getting another
   * address counts as a modification.
   */
  private Reply third(int part) {
    Map<Long, String> entries = new TreeMap<>();
    for (Article article : simulation.state.latest(Site.GAZETTE, Integer.MAX_VALUE)) {
      entries.put(article.number(), entry(article, article.modified()));
    }
    for (Article article : simulation.state.removed(Site.GAZETTE)) {
      long removal = simulation.world.removal(article.number()).orElseThrow();
      entries.put(article.number(), entry(article, simulation.world.time(removal)));
    }
    List<String> some = new ArrayList<>();
    for (Article article : simulation.state.latest(Site.GAZETTE, Integer.MAX_VALUE)) {
      long number = article.number();
      if (simulation.state.isMoved(number) && isOf(part, number)) {
        Instant moved = simulation.world.time(simulation.world.move(number).orElseThrow());
        some.add(entry(simulation.world.article(number, 1, number), moved));
      }
    }
    entries.forEach(
        (number, entry) -> {
          if (isOf(part, number)) {
            some.add(entry);
          }
        });
    return xml("urlset", String.join("", some));
  }

  private static boolean isOf(int part, long number) {
    return Math.floorMod(number / 7, 3) == part;
  }

  private static String entry(Article article, Instant modified) {
    return "<url><loc>%s</loc><lastmod>%s</lastmod></url>%n".formatted(article.url(), modified);
  }

  private static Reply xml(String root, String entries) {
    return Reply.of(
        200,
        "application/xml",
        """
        <?xml version="1.0" encoding="UTF-8"?>
        <%1$s xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
        %2$s</%1$s>
        """
            .formatted(root, entries));
  }
}
