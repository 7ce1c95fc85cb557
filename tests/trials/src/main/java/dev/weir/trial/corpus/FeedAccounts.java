package dev.weir.trial.corpus;

import dev.weir.ingest.url.Domains;
import dev.weir.ingest.url.UrlNormalizer;
import dev.weir.schemas.record.DeadLetter;
import dev.weir.scrapers.feed.FeedItem;
import dev.weir.scrapers.feed.FeedParser;
import dev.weir.scrapers.feed.UnreadableFeedException;
import dev.weir.scrapers.report.ExpectedFeed;
import dev.weir.scrapers.source.FollowedFeed;
import dev.weir.simulator.corpus.Corpus;
import dev.weir.simulator.oracle.Oracle.Recording;
import dev.weir.simulator.server.SimulatorSources;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Where the recorded feeds and their items ended. A feed is read when its cursor says so, or a dead
 * letter; an item leads to a page of a site that is fetched, or was left on purpose.
 */
final class FeedAccounts {
  private static final Set<String> SITES = Set.of(Corpus.PAGES, Corpus.INDEX);

  private final Corpus corpus;
  private final Set<Recording> served;
  private final Holdings holdings;
  private final Explained explained;
  private final List<Ending> endings = new ArrayList<>();
  private final List<String> otherNumbers = new ArrayList<>();
  private int compared;

  private FeedAccounts(
      Corpus corpus, Set<Recording> served, Holdings holdings, Explained explained) {
    this.corpus = corpus;
    this.served = served;
    this.holdings = holdings;
    this.explained = explained;
  }

  /**
   * What came of the feeds.
   *
   * @param compared how many feeds with an expected parse were read
   * @param otherNumbers those of them with another number of items than is expected
   */
  record Outcome(List<Ending> endings, int compared, List<String> otherNumbers) {}

  static Outcome of(Corpus corpus, Set<Recording> served, Holdings holdings, Explained explained)
      throws IOException {
    FeedAccounts accounts = new FeedAccounts(corpus, served, holdings, explained);
    for (String path : corpus.feeds()) {
      accounts.add(path);
    }
    return new Outcome(accounts.endings, accounts.compared, accounts.otherNumbers);
  }

  private void add(String path) throws IOException {
    boolean reached = served.contains(new Recording("feed", path));
    String source = SimulatorSources.feedSource(path);
    String position = holdings.positions().get(source);
    List<DeadLetter> letters = holdings.deadLettersOf(source);
    Optional<FollowedFeed> feed =
        position == null ? Optional.empty() : Optional.of(FollowedFeed.of(source, position));
    letters.forEach(explained::letter);
    if (feed.filter(FollowedFeed::wasRead).isPresent()) {
      endings.add(Ending.kept(Kind.FEED, path, reached, "read: cursor and coverage"));
      addItems(path, reached, feed.get());
    } else if (!letters.isEmpty()) {
      String reason = letters.get(0).getErrorType();
      endings.add(Ending.deadLetter(Kind.FEED, path, reached, reason));
    } else {
      endings.add(
          Ending.unaccounted(
              Kind.FEED, path, reached, "served, neither read by the cursor nor a dead letter"));
    }
  }

  private void addItems(String path, boolean reached, FollowedFeed feed) throws IOException {
    List<FeedItem> items = items(path);
    Set<String> identities = new HashSet<>();
    for (int i = 0; i < items.size(); i++) {
      String name = path + " item " + (i + 1);
      FeedItem item = items.get(i);
      boolean first = item.identity().map(identities::add).orElse(true);
      endings.add(
          first
              ? end(name, reached, feed, item)
              : Ending.ignored(Kind.ITEM, name, reached, "identity of an earlier item"));
    }
    int seen = items.size();
    corpus
        .expectedFeed(path)
        .map(ExpectedFeed::of)
        .ifPresent(
            expected -> {
              compared++;
              if (expected.items().size() != seen) {
                otherNumbers.add(
                    "%s: expected %d, got %d".formatted(path, expected.items().size(), seen));
              }
            });
  }

  private List<FeedItem> items(String path) throws IOException {
    byte[] body = corpus.feed(path).orElseThrow();
    try {
      return FeedParser.parse(body, Optional.of(Corpus.feedType(path)), Corpus.feedUrl(path))
          .items();
    } catch (UnreadableFeedException e) {
      throw new IOException("Expected a feed that was read once to be readable: " + path, e);
    }
  }

  private Ending end(String name, boolean reached, FollowedFeed feed, FeedItem item) {
    if (item.identity().isEmpty()) {
      return Ending.ignored(Kind.ITEM, name, reached, "neither id nor link nor title");
    }
    if (!feed.knows(item)) {
      return Ending.unaccounted(Kind.ITEM, name, reached, "served, unknown to the feed's cursor");
    }
    if (item.link().isEmpty()) {
      return Ending.ignored(Kind.ITEM, name, reached, "no link");
    }
    Optional<String> url = item.link().flatMap(UrlNormalizer::normalize);
    if (url.isEmpty()) {
      return Ending.ignored(Kind.ITEM, name, reached, "link is no web address");
    }
    if (Domains.ofUrl(url.get()).filter(SITES::contains).isEmpty()) {
      return Ending.ignored(Kind.ITEM, name, reached, "page outside the configured sites");
    }
    explained.page(url.get());
    return holdings
        .page(url.get())
        .map(
            page ->
                Ending.kept(Kind.ITEM, name, reached, "its page in the history: " + page.outcome()))
        .orElseGet(() -> Ending.unaccounted(Kind.ITEM, name, reached, lost(url.get())));
  }

  private String lost(String url) {
    return holdings.frontier().contains(url)
        ? "in the frontier, its page in no row of pages"
        : "of a configured site, but not in the frontier";
  }
}
