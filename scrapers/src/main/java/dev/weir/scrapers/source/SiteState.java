package dev.weir.scrapers.source;

import dev.weir.ingest.http.HttpResult;
import dev.weir.ingest.source.DeadUrls;
import dev.weir.ingest.source.Frontier;
import dev.weir.ingest.source.Outgoing;
import dev.weir.ingest.url.UrlNormalizer;
import dev.weir.schemas.record.FrontierEntry;
import dev.weir.schemas.record.Page;
import dev.weir.scrapers.page.ExtractedPage;
import dev.weir.scrapers.page.PageExtractor;
import dev.weir.scrapers.page.SiteHints;
import dev.weir.scrapers.page.UnreadablePageException;
import dev.weir.scrapers.xml.LargeDocuments;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Turns the known state of a URL and the result of a visit into records: the page, if it has
 * changed, and the entry's next state. Pure.
 *
 * <p>A page's identity is its canonical URL. Its revision rises, and the page is published, only
 * when its content hash changes (a page that is gone has none) or another alias becomes known.
 *
 * <p>A page whose URL now leads to another page has moved ({@link Moves}): it gets a closing
 * revision in the same result in which the other page takes over its names.
 */
final class SiteState {
  private static final int TRIES = 3;

  private final PageExtractor extractor;
  private final SiteHints hints;

  SiteState(PageExtractor extractor, SiteHints hints) {
    this.extractor = extractor;
    this.hints = hints;
  }

  /** The visit returned content. */
  List<Outgoing> fetched(
      FrontierEntry entry,
      List<String> hops,
      HttpResult.Success success,
      Frontier frontier,
      Instant now) {
    if (!Outcome.isHtml(success.headers())) {
      String type = success.headers().first("Content-Type").orElse("nothing");
      Outcome outcome = Outcome.unreadable(success, "Expected HTML, got: " + type);
      return failed(entry, hops, outcome, Duration.ZERO, now);
    }
    try {
      Optional<String> type = success.headers().first("Content-Type");
      byte[] body = success.body().bytes();
      ExtractedPage content =
          LargeDocuments.inTurn(
              body.length, () -> extractor.extract(body, type, success.finalUrl(), hints));
      return page(Fetch.of(entry, hops, success, content, frontier, now), frontier);
    } catch (UnreadablePageException e) {
      Outcome outcome = Outcome.unreadable(success, String.valueOf(e.getMessage()));
      return failed(entry, hops, outcome, Duration.ZERO, now);
    } catch (RuntimeException | StackOverflowError e) {
      // One page must never stop its site.
      Outcome outcome = Outcome.unreadable(success, "The page broke its reader: " + e);
      return failed(entry, hops, outcome, Duration.ZERO, now);
    }
  }

  private static List<Outgoing> page(Fetch fetch, Frontier frontier) {
    FrontierEntry entry = fetch.entry();
    String canonical = fetch.canonical();
    boolean own = canonical.equals(entry.getUrl());
    FrontierEntry known =
        own ? entry : frontier.get(canonical).orElseGet(() -> unknown(canonical, entry));
    FrontierEntry state = FrontierEntry.newBuilder(known).build();
    Moves moves = Moves.of(fetch.visited(), canonical, entry, frontier);
    List<String> aliases = fetch.aliases(known, moves);
    boolean changed = !fetch.content().contentHash().equals(known.getContentHash());
    boolean published = changed || !moves.isEmpty() || !known.getAliases().containsAll(aliases);
    Instant now = fetch.now();
    Instant seen = known.getFirstObservedAt();
    Instant first = known.getRevision() == 0 || seen == null ? now : seen;
    boolean direct = fetch.landed().equals(canonical);
    state.setRedirects(aliases);
    state.setAliases(aliases);
    state.setRevision(known.getRevision() + (published ? 1 : 0));
    state.setFirstObservedAt(first);
    state.setContentHash(fetch.content().contentHash());
    state.setCanonicalUrl(canonical);
    state.setEtag(direct ? fetch.success().headers().first("ETag").orElse(null) : null);
    state.setLastModified(
        direct ? fetch.success().headers().first("Last-Modified").orElse(null) : null);
    state.setNextFetchAt(
        changed
            ? Schedule.afterChange(first, now)
            : Schedule.afterNoChange(first, known.getLastFetchedAt(), now));
    settle(state, Outcome.FETCHED, now);
    List<Outgoing> records = new ArrayList<>(moves.records(fetch.hops(), now));
    if (published) {
      Page page =
          PageRecords.fetched(state, entry, fetch.hops(), fetch.success(), fetch.content(), now);
      page.setNewAliases(Fetch.newNames(page, known, moves));
      records.add(Outgoing.page(page));
    }
    records.add(Outgoing.frontier(state));
    if (!own && !moves.includes(entry)) {
      records.add(Outgoing.frontier(alias(entry, canonical, Outcome.FETCHED, now)));
    }
    return records;
  }

  /** The page is unchanged. */
  List<Outgoing> unchanged(FrontierEntry entry, Instant now) {
    FrontierEntry state = FrontierEntry.newBuilder(entry).build();
    Instant seen = entry.getFirstObservedAt();
    state.setNextFetchAt(
        Schedule.afterNoChange(seen == null ? now : seen, entry.getLastFetchedAt(), now));
    settle(state, Outcome.FETCHED, now);
    return List.of(Outgoing.frontier(state));
  }

  /** The URL redirects to another domain, which goes on if it is one of ours. */
  List<Outgoing> elsewhere(
      FrontierEntry entry,
      Visit.Elsewhere visit,
      DiscoveredUrls findings,
      String source,
      Frontier frontier,
      Instant now) {
    Set<String> visited = Fetch.visited(entry, visit.hops());
    String target = UrlNormalizer.normalize(visit.target()).orElse(visit.target());
    Moves moves = Moves.of(visited, target, entry, frontier);
    Set<String> chain = new LinkedHashSet<>(entry.getRedirects());
    chain.addAll(moves.names());
    chain.addAll(visited);
    Optional<Outgoing> found =
        findings.of(visit.target(), DiscoveredUrls.Kind.KNOWN, source, now, List.copyOf(chain));
    List<Outgoing> records = new ArrayList<>();
    found.ifPresent(records::add);
    // A site may redirect temporarily, for example to a log-in: only then the page stays.
    boolean left = found.isPresent() || visit.permanent();
    if (left) {
      records.addAll(moves.records(visit.hops(), now));
    }
    if (!left || !moves.includes(entry)) {
      records.add(Outgoing.frontier(alias(entry, target, "redirected", now)));
    }
    return records;
  }

  /**
   * No content. The page is published if it had content that will not come back soon, or once if it
   * never had any.
   */
  List<Outgoing> failed(
      FrontierEntry entry, List<String> hops, Outcome outcome, Duration atLeast, Instant now) {
    FrontierEntry state = FrontierEntry.newBuilder(entry).build();
    int failures = entry.getFailures() + 1;
    boolean unseen = entry.getRevision() == 0 && entry.getFirstObservedAt() == null;
    boolean first = unseen && (outcome.lasting() || failures >= TRIES);
    boolean lost = outcome.lasting() && entry.getContentHash() != null;
    if (first) {
      state.setFirstObservedAt(now);
    }
    if (lost) {
      state.setContentHash(null);
      state.setEtag(null);
      state.setLastModified(null);
      state.setRevision(entry.getRevision() + 1);
    }
    state.setNextFetchAt(
        outcome.lasting()
            ? Schedule.afterLastingFailure(failures, now)
            : Schedule.afterFailure(failures, atLeast, now));
    settle(state, outcome.name(), now);
    state.setFailures(failures);
    DeadUrls.settle(state);
    List<Outgoing> records = new ArrayList<>();
    if (first || lost) {
      records.add(Outgoing.page(PageRecords.failed(state, hops, outcome, now)));
    }
    records.add(Outgoing.frontier(state));
    return records;
  }

  /** The state of a URL that only redirects to a page. */
  private static FrontierEntry alias(
      FrontierEntry entry, String target, String outcome, Instant now) {
    FrontierEntry state = FrontierEntry.newBuilder(entry).build();
    state.setAliases(entry.getRedirects());
    state.setCanonicalUrl(target);
    state.setNextFetchAt(now.plus(Schedule.LATEST));
    settle(state, outcome, now);
    return state;
  }

  private static FrontierEntry unknown(String canonical, FrontierEntry entry) {
    return FrontierEntry.newBuilder()
        .setUrl(canonical)
        .setDomain(entry.getDomain())
        .setDiscoveredBy(entry.getDiscoveredBy())
        .setDiscoveredAt(entry.getDiscoveredAt())
        .setNextFetchAt(entry.getNextFetchAt())
        .setPriority(0)
        .build();
  }

  static void settle(FrontierEntry state, String outcome, Instant now) {
    state.setLastFetchedAt(now);
    state.setOutcome(outcome);
    state.setFailures(0);
    state.setPriority(0);
  }
}
