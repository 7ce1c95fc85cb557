package dev.weir.pollers;

import dev.weir.ingest.settings.SiteSettings;
import dev.weir.ingest.source.Outgoing;
import dev.weir.ingest.url.Domains;
import dev.weir.schemas.record.FrontierEntry;
import dev.weir.schemas.record.Link;
import dev.weir.schemas.record.Post;
import dev.weir.schemas.settings.SettingsFile;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Creates frontier entries for those links of posts that lead to a configured site or shortener.
 * Immutable.
 */
public final class FrontierLinks {
  /** Ordinary: a link says that a page exists, not whether it has changed. */
  private static final int PRIORITY = 0;

  private final Set<String> domains;

  private FrontierLinks(Set<String> domains) {
    this.domains = Set.copyOf(domains);
  }

  /** The domains of a settings file. */
  public static FrontierLinks of(SettingsFile settings) {
    return of(
        settings.list("sites", SiteSettings.class), settings.list("shorteners", String.class));
  }

  /** Creates an instance for the domains of the settings' {@code sites} and {@code shorteners}. */
  public static FrontierLinks of(Collection<SiteSettings> sites, Collection<String> shorteners) {
    Set<String> domains = new HashSet<>();
    Stream.concat(sites.stream().map(SiteSettings::domain), shorteners.stream())
        .map(Domains::registrable)
        .forEach(domains::add);
    return new FrontierLinks(domains);
  }

  /** Returns the entries for a post's links, each to be fetched at once. */
  public List<Outgoing> entries(Post post) {
    return post.getLinks().stream()
        .map(link -> entry(link, post))
        .flatMap(Optional::stream)
        .map(Outgoing::frontier)
        .toList();
  }

  private Optional<FrontierEntry> entry(Link link, Post post) {
    return Domains.ofUrl(link.getCanonicalUrl())
        .filter(domains::contains)
        .map(
            domain ->
                FrontierEntry.newBuilder()
                    .setUrl(link.getCanonicalUrl())
                    .setDomain(domain)
                    .setDiscoveredBy(post.getSource())
                    .setDiscoveredAt(post.getObservedAt())
                    .setNextFetchAt(post.getObservedAt())
                    .setPriority(PRIORITY)
                    .build());
  }
}
