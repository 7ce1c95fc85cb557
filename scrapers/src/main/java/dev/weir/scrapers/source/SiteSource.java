package dev.weir.scrapers.source;

import dev.weir.ingest.http.HttpResult;
import dev.weir.ingest.http.PoliteHttpClient;
import dev.weir.ingest.settings.SiteSettings;
import dev.weir.ingest.source.Completeness;
import dev.weir.ingest.source.Next;
import dev.weir.ingest.source.Outgoing;
import dev.weir.ingest.source.PollRequest;
import dev.weir.ingest.source.PollResult;
import dev.weir.ingest.source.PollSource;
import dev.weir.ingest.url.UrlNormalizer;
import dev.weir.schemas.record.FrontierEntry;
import dev.weir.scrapers.page.PageExtractor;
import dev.weir.scrapers.page.SiteHints;
import dev.weir.scrapers.robots.Robots;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Fetches the due pages of one registrable domain, one a poll, and publishes a page if it has
 * changed. A shortener's domain is treated the same.
 *
 * <p>It owns the domain's frontier: nobody else writes the results of fetches there. Its coverage
 * says up to when no page was due.
 */
public final class SiteSource implements PollSource {
  private static final Duration LOOK = Duration.ofSeconds(5);
  private static final Duration BUSY = Duration.ofSeconds(10);
  private static final Duration CLAIM = Duration.ofSeconds(5);

  private final SiteSettings site;
  private final Duration delay;
  private final InstantSource clock;
  private final Visitor visitor;
  private final SiteState state;
  private final DiscoveredUrls findings;
  private Instant lastClaim = Instant.EPOCH;

  /**
   * @param delay minimum time between two fetches, unless the site's settings set one
   * @param domains all registrable domains whose pages are fetched: redirects to others end here
   */
  public SiteSource(
      SiteSettings site,
      Duration delay,
      PoliteHttpClient client,
      Set<String> domains,
      InstantSource clock) {
    this.site = site;
    this.delay = site.ownDelay().orElse(delay);
    this.clock = clock;
    this.visitor = new Visitor(client, new Robots(client, clock), this.delay);
    this.findings = new DiscoveredUrls(domains);
    this.state =
        new SiteState(
            new PageExtractor(UrlNormalizer::normalize),
            site.ownZone().map(SiteHints::inZone).orElseGet(SiteHints::none));
  }

  @Override
  public String id() {
    return "site/" + site.domain();
  }

  @Override
  public String scope() {
    return site.domain();
  }

  @Override
  public Optional<String> frontierDomain() {
    return Optional.of(site.domain());
  }

  /** Interval at which it claims that nothing is due; new due pages do not wait for it. */
  @Override
  public Duration interval() {
    return LOOK;
  }

  @Override
  public PollResult poll(PollRequest request) throws InterruptedException {
    List<FrontierEntry> due = request.frontier().due(site.domain(), request.now(), 1);
    if (due.isEmpty()) {
      return idle(request.now());
    }
    FrontierEntry entry = due.get(0);
    Visit visit = visitor.visit(entry);
    Instant now = clock.instant();
    if (visit instanceof Visit.Ended ended && ended.result() instanceof HttpResult.Held held) {
      return PollResult.nothing(Next.after(held.retryAfter().orElse(delay)));
    }
    List<Outgoing> records = records(entry, visit, request, now);
    return new PollResult(
        records, Optional.empty(), Completeness.pending(), Next.after(pause(visit)));
  }

  private PollResult idle(Instant now) {
    if (now.isBefore(lastClaim.plus(CLAIM))) {
      return PollResult.nothing(Next.interval());
    }
    lastClaim = now;
    return PollResult.of(
        List.of(), "{}", Completeness.contiguous(now, now.toString()), Next.interval());
  }

  private List<Outgoing> records(
      FrontierEntry entry, Visit visit, PollRequest request, Instant now) {
    if (visit instanceof Visit.Elsewhere elsewhere) {
      return state.elsewhere(entry, elsewhere, findings, id(), request.frontier(), now);
    }
    if (visit instanceof Visit.Disallowed disallowed) {
      return state.failed(
          entry, visit.hops(), Outcome.disallowed(disallowed.url()), Duration.ZERO, now);
    }
    if (visit instanceof Visit.Unjudged unjudged) {
      Outcome outcome = Outcome.unjudged(unjudged.url(), unjudged.reason());
      return state.failed(entry, visit.hops(), outcome, unjudged.retry(), now);
    }
    HttpResult result = ((Visit.Ended) visit).result();
    if (result instanceof HttpResult.NotModified) {
      return state.unchanged(entry, now);
    }
    if (result instanceof HttpResult.Success success) {
      return state.fetched(entry, visit.hops(), success, request.frontier(), now);
    }
    Duration wait = result.retryAfter().orElse(Duration.ZERO);
    return state.failed(entry, visit.hops(), Outcome.of(result), wait, now);
  }

  private Duration pause(Visit visit) {
    Optional<Duration> asked = Optional.empty();
    if (visit instanceof Visit.Ended ended) {
      asked = ended.result().retryAfter().or(() -> busy(ended)).or(ended::crawlDelay);
    } else if (visit instanceof Visit.Elsewhere elsewhere) {
      asked = elsewhere.crawlDelay();
    }
    return asked.filter(longer -> longer.compareTo(delay) > 0).orElse(delay);
  }

  /** How long to leave a site alone that is busy and does not say for how long. */
  private static Optional<Duration> busy(Visit.Ended ended) {
    return ended.result() instanceof HttpResult.Status status
            && (status.status() == 429 || status.status() == 503)
        ? Optional.of(BUSY)
        : Optional.empty();
  }
}
