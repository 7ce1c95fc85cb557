package dev.weir.scrapers.source;

import dev.weir.ingest.http.HttpRequest;
import dev.weir.ingest.http.HttpResult;
import dev.weir.ingest.http.PoliteHttpClient;
import dev.weir.ingest.http.Redirects;
import dev.weir.ingest.url.Domains;
import dev.weir.schemas.record.FrontierEntry;
import dev.weir.scrapers.page.link.RefreshRedirect;
import dev.weir.scrapers.robots.Robots;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Fetches a URL and follows its redirects within its domain, at most five. A page that only
 * redirects its reader ({@link RefreshRedirect}) counts as a redirect.
 */
final class Visitor {
  private static final String ACCEPT =
      "text/html, application/xhtml+xml, application/xml;q=0.9, */*;q=0.1";
  private static final int MAX_REDIRECTS = 5;

  private final PoliteHttpClient client;
  private final Robots robots;
  private final Duration delay;

  Visitor(PoliteHttpClient client, Robots robots, Duration delay) {
    this.client = client;
    this.robots = robots;
    this.delay = delay;
  }

  /** Visits an entry; sends a conditional request only if a 304 would be enough to go on. */
  Visit visit(FrontierEntry entry) throws InterruptedException {
    List<String> hops = new ArrayList<>();
    HttpRequest first = HttpRequest.of(entry.getUrl());
    if (entry.getRevision() > 0 && entry.getAliases().containsAll(entry.getRedirects())) {
      first = first.withValidators(entry.getEtag(), entry.getLastModified());
    }
    HttpRequest request = first.withAccept(ACCEPT).withRedirects(Redirects.NONE);
    while (true) {
      String url = request.url();
      Robots.Verdict verdict = robots.judge(url);
      if (verdict instanceof Robots.Verdict.Disallowed) {
        return new Visit.Disallowed(url, hops);
      }
      if (verdict instanceof Robots.Verdict.Unknown unknown) {
        return new Visit.Unjudged(url, unknown.retry(), unknown.reason(), hops);
      }
      Optional<Duration> crawlDelay = ((Robots.Verdict.Allowed) verdict).crawlDelay();
      Duration pause = crawlDelay.filter(asked -> asked.compareTo(delay) > 0).orElse(delay);
      HttpResult result = client.fetch(request.withDelay(pause));
      Optional<String> location = location(result);
      if (location.isEmpty()) {
        return new Visit.Ended(result, hops, crawlDelay);
      }
      hops.add(url);
      if (!Domains.sameSite(url, location.get())) {
        return new Visit.Elsewhere(location.get(), isPermanent(result), hops, crawlDelay);
      }
      if (hops.size() > MAX_REDIRECTS) {
        IOException cause =
            new IOException("Expected at most " + MAX_REDIRECTS + " redirects, got more");
        return new Visit.Ended(new HttpResult.Failed(cause, url, List.of()), hops, crawlDelay);
      }
      request = HttpRequest.of(location.get()).withAccept(ACCEPT).withRedirects(Redirects.NONE);
    }
  }

  private static Optional<String> location(HttpResult result) {
    if (result instanceof HttpResult.Success success && Outcome.isHtml(success.headers())) {
      Optional<String> type = success.headers().first("Content-Type");
      return RefreshRedirect.target(success.body().bytes(), type, success.finalUrl());
    }
    return result instanceof HttpResult.Status status ? status.location() : Optional.empty();
  }

  private static boolean isPermanent(HttpResult result) {
    return !(result instanceof HttpResult.Status status)
        || status.status() == 301
        || status.status() == 308;
  }
}
