package dev.weir.scrapers.source;

import dev.weir.ingest.http.HttpRequest;
import dev.weir.ingest.http.HttpResult;
import dev.weir.ingest.http.PoliteHttpClient;
import dev.weir.ingest.source.Completeness;
import dev.weir.ingest.source.DeadLetters;
import dev.weir.ingest.source.Hashes;
import dev.weir.ingest.source.Next;
import dev.weir.ingest.source.Outgoing;
import dev.weir.ingest.source.PollRequest;
import dev.weir.ingest.source.PollResult;
import dev.weir.ingest.source.Positions;
import dev.weir.scrapers.feed.FeedItem;
import dev.weir.scrapers.feed.FeedParser;
import dev.weir.scrapers.feed.ParsedFeed;
import dev.weir.scrapers.feed.UnreadableFeedException;
import dev.weir.scrapers.settings.FeedSettings;
import dev.weir.scrapers.text.StatedTime;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Follows one feed: new or changed items become frontier entries.
 *
 * <p>A feed shows only its latest items, so it is contiguous only while each poll overlaps the
 * previous one ({@link FeedOverlap}) or the response is unchanged (304). Otherwise items may have
 * been missed, and there is a gap. Items beyond the number that is remembered are not read, and
 * that coverage is unknown. A response that is not a feed becomes a dead letter, once, and claims
 * nothing.
 */
public final class FeedSource extends ListSource {
  private static final String ACCEPT =
      "application/rss+xml, application/atom+xml, application/feed+json, application/xml;q=0.9,"
          + " text/xml;q=0.9, application/json;q=0.8, */*;q=0.1";
  private static final int MAX_REMEMBERED = 2_000;
  private static final int MAX_NEWEST = 200;
  private static final String ROLLED_OVER = "feed rolled over";
  private static final String FILLED = "feed filled up from nothing";

  /**
   * @param domains registrable domains whose pages are fetched; items of others are ignored
   */
  public FeedSource(FeedSettings settings, PoliteHttpClient client, Set<String> domains) {
    super("feed/" + settings.name(), settings.url(), settings.every(), client, domains);
  }

  @Override
  public PollResult poll(PollRequest request) throws IOException, InterruptedException {
    FeedPosition stored =
        Positions.read(id(), request.position(), FeedPosition.class).orElse(FeedPosition.START);
    FeedPosition position = stored.at(url());
    String url = position.url() == null ? url() : position.url();
    HttpResult result =
        fetch(
            HttpRequest.of(url)
                .withAccept(ACCEPT)
                .withValidators(position.etag(), position.lastModified()));
    if (result instanceof HttpResult.Success success) {
      return read(position, success, request.now(), hasMoved(stored));
    }
    if (result instanceof HttpResult.NotModified) {
      return unchanged(position, result, request.now());
    }
    return failed(position, result, url, request.now());
  }

  /** Whether the configured URL has changed since the last poll. */
  private boolean hasMoved(FeedPosition stored) {
    return stored.configured() != null && !stored.configured().equals(url());
  }

  private PollResult unchanged(FeedPosition last, HttpResult result, Instant now) {
    if (!result.finalUrl().equals(last.answeredBy())) {
      // The validators belong to another URL, so 304 says nothing about this one.
      return askAnew(last);
    }
    String movedTo = result.permanentUrl().orElse(last.url());
    Completeness extent = last.cut() ? tooLong(now) : Completeness.contiguous(now, last.newest());
    return PollResult.of(
        List.of(),
        Positions.write(last.unchanged(movedTo, now.toString())),
        extent,
        Next.interval());
  }

  private PollResult askAnew(FeedPosition last) {
    return PollResult.of(
        List.of(),
        Positions.write(last.forgotten(url())),
        Completeness.pending(),
        Next.immediately());
  }

  private PollResult read(
      FeedPosition last, HttpResult.Success success, Instant now, boolean hasMoved) {
    Optional<String> type = success.headers().first("Content-Type");
    byte[] body = success.body().bytes();
    ParsedFeed feed;
    try {
      feed = FeedParser.parse(body, type, success.finalUrl());
    } catch (UnreadableFeedException e) {
      return unreadable(last, e.reason().label(), String.valueOf(e.getMessage()), body, now);
    } catch (RuntimeException | StackOverflowError e) {
      return unreadable(last, "malformed", "The feed broke its reader: " + e, body, now);
    }
    return follow(last, success, feed, now, hasMoved);
  }

  private PollResult follow(
      FeedPosition last,
      HttpResult.Success success,
      ParsedFeed feed,
      Instant now,
      boolean hasMoved) {
    FeedEntries read = FeedEntries.of(feed.items(), MAX_REMEMBERED);
    if (read.entries().isEmpty() && !last.items().isEmpty()) {
      return PollResult.nothing(Next.interval());
    }
    FeedPosition next = position(last, success, feed, read, now);
    return PollResult.of(
        news(last, read, now),
        Positions.write(next),
        extent(last, next, read, now, hasMoved),
        Next.interval());
  }

  private List<Outgoing> news(FeedPosition last, FeedEntries read, Instant now) {
    List<Outgoing> records = new ArrayList<>();
    for (FeedEntries.Entry entry : read.entries()) {
      Optional<String> before = entry.keyAmong(last.items()).map(last.items()::get);
      if (before.filter(entry.content()::equals).isEmpty()) {
        entry
            .item()
            .link()
            .flatMap(link -> findings().of(link, DiscoveredUrls.Kind.NEWS, id(), now))
            .ifPresent(records::add);
      }
    }
    return records;
  }

  private FeedPosition position(
      FeedPosition last,
      HttpResult.Success success,
      ParsedFeed feed,
      FeedEntries read,
      Instant now) {
    Map<String, String> items = new LinkedHashMap<>();
    Map<String, Long> dates = new LinkedHashMap<>();
    for (FeedEntries.Entry entry : read.entries()) {
      items.put(entry.key(), entry.content());
      published(entry).ifPresent(date -> dates.put(entry.key(), date.getEpochSecond()));
    }
    String newest = feed.items().stream().findFirst().flatMap(FeedItem::identity).orElse("");
    Optional<Instant> oldest =
        read.entries().stream()
            .flatMap(entry -> published(entry).stream())
            .min(Comparator.naturalOrder());
    return new FeedPosition(
        url(),
        success.permanentUrl().orElse(last.url()),
        success.finalUrl(),
        success.headers().first("ETag").orElse(null),
        success.headers().first("Last-Modified").orElse(null),
        now.toString(),
        newest.length() > MAX_NEWEST ? newest.substring(0, MAX_NEWEST) : newest,
        oldest.map(Instant::toString).orElse(null),
        items,
        dates,
        read.cut(),
        null);
  }

  private static Optional<Instant> published(FeedEntries.Entry entry) {
    return entry.item().published().map(StatedTime::at);
  }

  private static Completeness extent(
      FeedPosition last, FeedPosition next, FeedEntries read, Instant now, boolean hasMoved) {
    if (read.cut()) {
      return tooLong(now);
    }
    List<Optional<String>> known = read.known(last.items());
    List<FeedOverlap.Shown> shown = new ArrayList<>();
    for (int i = 0; i < known.size(); i++) {
      Optional<Instant> date = published(read.entries().get(i));
      Optional<Instant> before = known.get(i).map(last.dates()::get).map(Instant::ofEpochSecond);
      shown.add(new FeedOverlap.Shown(known.get(i), date, before));
    }
    Optional<Instant> oldest = Optional.ofNullable(last.oldest()).map(Instant::parse);
    boolean overlaps = FeedOverlap.isContiguous(List.copyOf(last.items().keySet()), oldest, shown);
    if (last.until() == null || shown.isEmpty() || overlaps) {
      return Completeness.contiguous(now, next.newest());
    }
    Instant from = Instant.parse(last.until());
    String reason =
        hasMoved ? "the feed's address was changed" : last.items().isEmpty() ? FILLED : ROLLED_OVER;
    return Completeness.gap(
        from.isAfter(now) ? now : from, now, reason, last.newest(), next.newest());
  }

  private static Completeness tooLong(Instant now) {
    return new Completeness.Unknown(now, "feed longer than the " + MAX_REMEMBERED + " items read");
  }

  private PollResult unreadable(
      FeedPosition last, String type, String message, byte[] body, Instant now) {
    String hash = Hashes.brief(body);
    if (hash.equals(last.unreadable())) {
      return PollResult.nothing(Next.interval());
    }
    return PollResult.of(
        List.of(Outgoing.deadLetter(DeadLetters.of(id(), hash, type, message, body, now))),
        Positions.write(last.withUnreadable(hash)),
        Completeness.pending(),
        Next.interval());
  }

  private PollResult failed(FeedPosition last, HttpResult result, String url, Instant now)
      throws IOException {
    if (result instanceof HttpResult.TooLarge) {
      return unreadable(last, "too-large", url + ": " + result.summary(), new byte[0], now);
    }
    Optional<PollResult> later = later(result, url);
    if (later.isPresent()) {
      return later.get();
    }
    if (last.url() != null && (isStatus(result, 404) || isStatus(result, 410))) {
      // The redirect target is gone; the configured URL may now lead elsewhere.
      return askAnew(last);
    }
    if (isStatus(result, 410)) {
      throw gone(url);
    }
    throw new IOException(url + ": " + result.summary());
  }
}
