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
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Follows one feed: items that are new or changed become findings for the frontier.
 *
 * <p>A feed shows only its latest items, so it is contiguous only while a poll overlaps the one
 * before: a known item, an unchanged answer (304), or nothing new. Otherwise items may have come
 * and gone in between, and there is a gap, <em>feed rolled over</em>. Of a feed of more items than
 * are remembered the rest is not read, and that coverage is unknown. An answer that is no feed
 * becomes a dead letter, once, and claims nothing.
 */
public final class FeedSource extends ListSource {
  private static final String ACCEPT =
      "application/rss+xml, application/atom+xml, application/feed+json, application/xml;q=0.9,"
          + " text/xml;q=0.9, application/json;q=0.8, */*;q=0.1";
  private static final int MAX_REMEMBERED = 2_000;
  private static final int MAX_NEWEST = 200;

  /**
   * Makes the source of a feed.
   *
   * @param domains registrable domains whose pages are fetched; items of others are left
   */
  public FeedSource(FeedSettings settings, PoliteHttpClient client, Set<String> domains) {
    super("feed/" + settings.name(), settings.url(), settings.every(), client, domains);
  }

  @Override
  public PollResult poll(PollRequest request) throws IOException, InterruptedException {
    FeedPosition position =
        Positions.read(id(), request.position(), FeedPosition.class).orElse(FeedPosition.START);
    String url = position.url() == null ? url() : position.url();
    HttpResult result =
        fetch(
            HttpRequest.of(url)
                .withAccept(ACCEPT)
                .withValidators(position.etag(), position.lastModified()));
    if (result instanceof HttpResult.Success success) {
      return read(position, success, request.now());
    }
    if (result instanceof HttpResult.NotModified) {
      return unchanged(position, result, request.now());
    }
    return failed(position, result, url, request.now());
  }

  private PollResult unchanged(FeedPosition last, HttpResult result, Instant now) {
    FeedPosition next =
        new FeedPosition(
            result.permanentUrl().orElse(last.url()),
            last.etag(),
            last.lastModified(),
            now.toString(),
            last.newest(),
            last.items(),
            null);
    return PollResult.of(
        List.of(),
        Positions.write(next),
        Completeness.contiguous(now, last.newest()),
        Next.interval());
  }

  private PollResult read(FeedPosition last, HttpResult.Success success, Instant now) {
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
    return follow(last, success, feed, now);
  }

  private PollResult follow(
      FeedPosition last, HttpResult.Success success, ParsedFeed feed, Instant now) {
    Map<String, String> items = new LinkedHashMap<>();
    List<Outgoing> records = new ArrayList<>();
    boolean overlaps = last.items().isEmpty();
    boolean isCut = false;
    for (FeedItem item : feed.items()) {
      Optional<String> identity = item.identity();
      if (identity.isEmpty()) {
        continue;
      }
      if (items.size() >= MAX_REMEMBERED) {
        isCut = true;
        break;
      }
      String key = Hashes.brief(identity.get());
      String content = fingerprint(item);
      items.put(key, content);
      overlaps |= last.items().containsKey(key);
      if (!content.equals(last.items().get(key))) {
        item.link()
            .flatMap(link -> findings().of(link, DiscoveredUrls.Kind.NEWS, id(), now))
            .ifPresent(records::add);
      }
    }
    if (items.isEmpty() && !last.items().isEmpty()) {
      return PollResult.nothing(Next.interval());
    }
    String newest = feed.items().stream().findFirst().flatMap(FeedItem::identity).orElse("");
    String shown = newest.length() > MAX_NEWEST ? newest.substring(0, MAX_NEWEST) : newest;
    FeedPosition next =
        new FeedPosition(
            success.permanentUrl().orElse(last.url()),
            success.headers().first("ETag").orElse(null),
            success.headers().first("Last-Modified").orElse(null),
            now.toString(),
            shown,
            items,
            null);
    Completeness extent =
        isCut
            ? new Completeness.Unknown(
                now, "feed longer than the " + MAX_REMEMBERED + " items read")
            : extent(last, overlaps, shown, now);
    return PollResult.of(records, Positions.write(next), extent, Next.interval());
  }

  private static Completeness extent(
      FeedPosition last, boolean overlaps, String newest, Instant now) {
    if (overlaps || last.until() == null) {
      return Completeness.contiguous(now, newest);
    }
    Instant from = Instant.parse(last.until());
    return Completeness.gap(
        from.isAfter(now) ? now : from, now, "feed rolled over", last.newest(), newest);
  }

  private static String fingerprint(FeedItem item) {
    return Hashes.brief(
        item.link().orElse("")
            + '\n'
            + item.title().orElse("")
            + '\n'
            + item.updated().map(time -> time.at().toString()).orElse(""));
  }

  private PollResult unreadable(
      FeedPosition last, String type, String message, byte[] body, Instant now) {
    String hash = Hashes.brief(body);
    if (hash.equals(last.unreadable())) {
      return PollResult.nothing(Next.interval());
    }
    FeedPosition next =
        new FeedPosition(
            last.url(),
            last.etag(),
            last.lastModified(),
            last.until(),
            last.newest(),
            last.items(),
            hash);
    return PollResult.of(
        List.of(Outgoing.deadLetter(DeadLetters.of(id(), hash, type, message, body, now))),
        Positions.write(next),
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
    if (isStatus(result, 410)) {
      throw gone(url);
    }
    if (last.url() != null && isStatus(result, 404)) {
      return backToSettings(last);
    }
    throw new IOException(url + ": " + result.summary());
  }

  private static PollResult backToSettings(FeedPosition last) {
    FeedPosition next =
        new FeedPosition(
            null, null, null, last.until(), last.newest(), last.items(), last.unreadable());
    return PollResult.of(
        List.of(), Positions.write(next), Completeness.pending(), Next.immediately());
  }
}
