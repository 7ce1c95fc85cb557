package dev.weir.scrapers.source;

import dev.weir.ingest.http.HttpRequest;
import dev.weir.ingest.http.HttpResult;
import dev.weir.ingest.http.PoliteHttpClient;
import dev.weir.ingest.source.Next;
import dev.weir.ingest.source.PollResult;
import dev.weir.ingest.source.PollSource;
import dev.weir.ingest.source.SourceRefusedException;
import dev.weir.ingest.url.Domains;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** Base of feeds and sitemaps: a document at a URL that names pages. */
abstract sealed class ListSource implements PollSource permits FeedSource, SitemapSource {
  private final String id;
  private final String url;
  private final Duration every;
  private final PoliteHttpClient client;
  private final DiscoveredUrls findings;

  ListSource(String id, String url, Duration every, PoliteHttpClient client, Set<String> domains) {
    this.id = id;
    this.url = url;
    this.every = every;
    this.client = client;
    this.findings = new DiscoveredUrls(domains);
  }

  @Override
  public final String id() {
    return id;
  }

  @Override
  public final String scope() {
    return Domains.ofUrl(url).orElse(url);
  }

  @Override
  public final Duration interval() {
    return every;
  }

  /** The configured URL. */
  final String url() {
    return url;
  }

  /** Turns the named pages into frontier entries. */
  final DiscoveredUrls findings() {
    return findings;
  }

  final HttpResult fetch(HttpRequest request) throws InterruptedException {
    return client.fetch(request);
  }

  /**
   * When to ask again, if the server says so.
   *
   * @throws SourceRefusedException if connecting to the address is not allowed
   */
  static Optional<PollResult> later(HttpResult result, String asked) throws SourceRefusedException {
    if (result instanceof HttpResult.Refused) {
      throw new SourceRefusedException(asked + ": " + result.summary());
    }
    return result.retryAfter().map(delay -> PollResult.nothing(Next.after(delay)));
  }

  static boolean isStatus(HttpResult result, int status) {
    return result instanceof HttpResult.Status answer && answer.status() == status;
  }

  static SourceRefusedException gone(String asked) {
    return new SourceRefusedException(asked + " is gone for good (410)");
  }
}
