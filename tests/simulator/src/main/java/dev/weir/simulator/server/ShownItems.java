package dev.weir.simulator.server;

import dev.weir.simulator.fault.Fault;
import dev.weir.simulator.world.Article;
import dev.weir.simulator.world.Site;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Which articles a site's feed has shown to its reader, and thus what it never showed. An article
 * is lost where newer ones are shown and it never was. Guarded by the simulation's lock.
 */
final class ShownItems {
  private final Simulation simulation;
  private final Site site;
  private final boolean mayBePinned;
  private final Set<Long> ever = new HashSet<>();
  private long newest = -1;
  private Instant lastAt = Instant.EPOCH;

  ShownItems(Simulation simulation, Site site) {
    this.simulation = simulation;
    this.site = site;
    this.mayBePinned = simulation.world.settings().faults().frequency(Fault.PINNED) > 0;
  }

  /** The feed showed these articles. An answer without any says nothing. */
  void note(List<Article> articles, Instant at) {
    if (articles.isEmpty()) {
      return;
    }
    List<Long> fresh =
        articles.stream().map(Article::number).filter(number -> !ever.contains(number)).toList();
    long latest = articles.stream().mapToLong(Article::number).max().orElse(newest);
    boolean isFirst = ever.isEmpty();
    int lost = 0;
    for (long item = newest + 1; item < latest && !isFirst; item++) {
      Article article = simulation.state.article(item);
      boolean isShowable =
          article != null && article.site() == site && !simulation.state.isRemoved(item);
      lost += isShowable && !fresh.contains(item) ? 1 : 0;
    }
    // Where nothing that stands in its place was shown before, no reader can know whether there was
    // more in between. What stands at the top may be pinned there.
    boolean isKnown =
        articles.stream()
            .skip(mayBePinned ? 1 : 0)
            .anyMatch(article -> !fresh.contains(article.number()));
    boolean isUncertain = isFirst || (!fresh.isEmpty() && !isKnown);
    if (lost > 0 || isUncertain) {
      simulation.witness.gap(
          "feed/" + site.name().toLowerCase(Locale.ROOT),
          Fault.ROLLOVER.key(),
          isFirst ? simulation.world.settings().epoch() : lastAt,
          at,
          lost,
          0);
    }
    ever.addAll(fresh);
    newest = Math.max(newest, latest);
    lastAt = at;
  }
}
