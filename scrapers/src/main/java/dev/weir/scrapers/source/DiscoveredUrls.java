package dev.weir.scrapers.source;

import dev.weir.ingest.source.Outgoing;
import dev.weir.ingest.url.Domains;
import dev.weir.ingest.url.UrlNormalizer;
import dev.weir.schemas.record.FrontierEntry;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Turns URLs that a source found into frontier entries, if their domain is one whose pages are
 * fetched. Pure.
 *
 * @param domains those registrable domains
 */
record DiscoveredUrls(Set<String> domains) {
  /** What a source says about a URL. */
  enum Kind {
    /** It exists. */
    KNOWN(0),
    /** It is new, or its page has changed. */
    NEWS(1);

    private final int priority;

    Kind(int priority) {
      this.priority = priority;
    }
  }

  DiscoveredUrls {
    domains = Set.copyOf(domains);
  }

  /** Returns the entry, or empty if the URL is invalid or on another domain. */
  Optional<Outgoing> of(String url, Kind kind, String source, Instant now) {
    return of(url, kind, source, now, List.of());
  }

  /** The same for a URL that others redirect to. */
  Optional<Outgoing> of(String url, Kind kind, String source, Instant now, List<String> redirects) {
    return UrlNormalizer.normalize(url)
        .flatMap(
            normal ->
                Domains.ofUrl(normal)
                    .filter(domains::contains)
                    .map(domain -> entry(normal, domain, kind, source, now, redirects)))
        .map(Outgoing::frontier);
  }

  private static FrontierEntry entry(
      String url, String domain, Kind kind, String source, Instant now, List<String> redirects) {
    return FrontierEntry.newBuilder()
        .setUrl(url)
        .setDomain(domain)
        .setDiscoveredBy(source)
        .setDiscoveredAt(now)
        .setNextFetchAt(now)
        .setPriority(kind.priority)
        .setRedirects(redirects)
        .build();
  }
}
