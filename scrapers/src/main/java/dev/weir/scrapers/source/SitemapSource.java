package dev.weir.scrapers.source;

import dev.weir.ingest.http.HttpRequest;
import dev.weir.ingest.http.HttpResult;
import dev.weir.ingest.http.PoliteHttpClient;
import dev.weir.ingest.source.Completeness;
import dev.weir.ingest.source.DeadLetters;
import dev.weir.ingest.source.Frontier;
import dev.weir.ingest.source.Hashes;
import dev.weir.ingest.source.Next;
import dev.weir.ingest.source.Outgoing;
import dev.weir.ingest.source.PollRequest;
import dev.weir.ingest.source.PollResult;
import dev.weir.ingest.source.Positions;
import dev.weir.ingest.url.Domains;
import dev.weir.ingest.url.UrlNormalizer;
import dev.weir.schemas.record.FrontierEntry;
import dev.weir.schemas.settings.Durations;
import dev.weir.scrapers.settings.SitemapSettings;
import dev.weir.scrapers.sitemap.SitemapDocument;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Walks a sitemap, or an index with its sitemaps and indexes, one document a poll. Pages that the
 * frontier does not know, or that were modified since they were last fetched, become frontier
 * entries. Only pages of the sitemap's own registrable domain are used.
 *
 * <p>A walk continues whatever is wrong with a single sitemap of an index: one that may not be
 * read, or cannot be after several attempts, is skipped, and the walk's coverage is unknown with
 * the first reason. A walk is limited in documents, bytes and depth; it ends at the limit, with the
 * reason. Not thread-safe.
 */
public final class SitemapSource extends ListSource {
  private static final Duration SKEW = Duration.ofDays(1);
  private static final Duration RETRY = Duration.ofSeconds(10);
  private static final int MAX_ATTEMPTS = 3;
  private static final int MAX_DEPTH = 4;

  /** An index may name this many sitemaps (sitemaps.org), and this takes a day at one in 2 s. */
  private static final int MAX_DOCUMENTS = 50_000;

  private static final long MAX_BYTES = 8L << 30;

  /**
   * Limits of one walk.
   *
   * @param documents maximum number of documents
   * @param bytes maximum bytes of all documents
   */
  record Limits(int documents, long bytes) {}

  private final int maxUrls;
  private final Limits limits;
  private final ChildSitemaps allowed;

  /**
   * The sitemaps that the walk's indexes name; read again after a restart, or if another process
   * has continued the walk.
   */
  private final Map<String, Named> children = new HashMap<>();

  private Instant now = Instant.EPOCH;

  /** The sitemaps that an index names, and the hash by which a cursor refers to them. */
  private record Named(String hash, List<String> urls) {}

  /**
   * @param domains registrable domains whose pages are fetched
   */
  public SitemapSource(SitemapSettings settings, PoliteHttpClient client, Set<String> domains) {
    this(settings, client, domains, new Limits(MAX_DOCUMENTS, MAX_BYTES));
  }

  SitemapSource(
      SitemapSettings settings, PoliteHttpClient client, Set<String> domains, Limits limits) {
    super("sitemap/" + settings.name(), settings.url(), settings.every(), client, domains);
    this.maxUrls = settings.maxUrls();
    this.limits = limits;
    this.allowed = new ChildSitemaps(settings.url(), client, () -> now);
  }

  @Override
  public PollResult poll(PollRequest request) throws IOException, InterruptedException {
    now = request.now();
    SitemapPosition last =
        Positions.read(id(), request.position(), SitemapPosition.class)
            .orElse(SitemapPosition.START)
            .at(url());
    return last.indexes().isEmpty()
        ? begin(last, request.frontier())
        : goOn(last, request.frontier());
  }

  private PollResult begin(SitemapPosition last, Frontier frontier)
      throws IOException, InterruptedException {
    HttpResult result = fetch(get(url()).withValidators(last.etag(), last.lastModified()));
    if (result instanceof HttpResult.NotModified) {
      if (!result.finalUrl().equals(last.answeredBy())) {
        // The validators belong to another URL, so 304 says nothing about this one.
        return step(List.of(), last.forgotten(url()), Next.immediately());
      }
      SitemapPosition same =
          last.started(now.toString())
              .withValidators(result.finalUrl(), last.etag(), last.lastModified());
      return last.cutBecause() == null
          ? end(List.of(), same)
          : end(List.of(), same.cut(last.cutBecause()));
    }
    SitemapPosition walk = last.started(now.toString());
    if (result instanceof HttpResult.Success success) {
      return read(walk, url(), success, frontier);
    }
    if (result instanceof HttpResult.TooLarge) {
      return unreadable(walk, url(), "too-large", result.summary(), new byte[0]);
    }
    Optional<PollResult> later = later(result, url());
    if (later.isPresent()) {
      return later.get();
    }
    if (isStatus(result, 410)) {
      throw gone(url());
    }
    throw new IOException(url() + ": " + result.summary());
  }

  /** Reads the next permitted sitemap of the innermost index. */
  private PollResult goOn(SitemapPosition last, Frontier frontier) throws InterruptedException {
    SitemapPosition position = last;
    while (!position.indexes().isEmpty()) {
      SitemapPosition.Index index = position.indexes().get(position.indexes().size() - 1);
      List<String> named = named(index);
      if (named == null) {
        return attempt(position, index.url(), frontier);
      }
      if (index.next() >= named.size()) {
        children.remove(index.url());
        position = outOfIndex(position);
        continue;
      }
      String child = named.get(index.next());
      ChildSitemaps.Verdict verdict = allowed.judge(child);
      if (verdict instanceof ChildSitemaps.Verdict.Cut cut) {
        position = position.cut(cut.reason()).advanced();
      } else if (verdict instanceof ChildSitemaps.Verdict.Unknown unknown) {
        String what = child + ": robots.txt: " + unknown.cause().reason();
        return failed(position, what, Optional.of(unknown.cause().retry()));
      } else {
        return attempt(position, child, frontier);
      }
    }
    return end(List.of(), position);
  }

  /** The sitemaps of a cursor's index, if they are in memory. */
  private @Nullable List<String> named(SitemapPosition.Index index) {
    Named known = children.get(index.url());
    return known != null && known.hash().equals(index.hash()) ? known.urls() : null;
  }

  private static SitemapPosition outOfIndex(SitemapPosition position) {
    return position.withIndexes(position.indexes().subList(0, position.indexes().size() - 1));
  }

  private PollResult attempt(SitemapPosition position, String url, Frontier frontier)
      throws InterruptedException {
    HttpResult result = fetch(get(url));
    if (result instanceof HttpResult.Success success) {
      return read(position, url, success, frontier);
    }
    String what = url + ": " + result.summary();
    if (result instanceof HttpResult.TooLarge) {
      return unreadable(position, url, "too-large", what, new byte[0]);
    }
    if (result instanceof HttpResult.Held) {
      return PollResult.nothing(Next.after(result.retryAfter().orElse(RETRY)));
    }
    boolean lasts =
        result instanceof HttpResult.Refused
            || (result instanceof HttpResult.Status status
                && status.status() < 500
                && status.status() != 429);
    return lasts ? skip(position, what) : failed(position, what, result.retryAfter());
  }

  /** After a temporary failure: retries a limited number of times. */
  private PollResult failed(SitemapPosition position, String what, Optional<Duration> retryAfter) {
    int failures = position.failures() + 1;
    if (failures >= MAX_ATTEMPTS) {
      return skip(position, what);
    }
    Duration wait = RETRY.multipliedBy(failures);
    Duration asked = retryAfter.orElse(Duration.ZERO);
    return step(
        List.of(), position.withFailures(failures), Next.after(Durations.longer(asked, wait)));
  }

  /** Skips the next sitemap, or the index itself if it can no longer be read. */
  private PollResult skip(SitemapPosition position, String reason) {
    return proceed(List.of(), past(position.cut(reason)));
  }

  private SitemapPosition past(SitemapPosition position) {
    List<SitemapPosition.Index> indexes = position.indexes();
    boolean isIndexLost = !indexes.isEmpty() && named(indexes.get(indexes.size() - 1)) == null;
    return isIndexLost ? outOfIndex(position) : position.advanced();
  }

  private PollResult read(
      SitemapPosition before, String url, HttpResult.Success success, Frontier frontier) {
    byte[] body = success.body().bytes();
    SitemapPosition position = before.withDocument(body.length);
    SitemapDocument document;
    try {
      document =
          SitemapDocument.parse(body, success.headers().first("Content-Type"), success.finalUrl());
    } catch (IOException e) {
      return unreadable(position, url, "not-a-sitemap", String.valueOf(e.getMessage()), body);
    }
    SitemapPosition known =
        document.cut() ? position.cut("a sitemap is longer than is read: " + url) : position;
    return document.index()
        ? readIndex(known, url, document)
        : readPages(known, url, success, document, frontier);
  }

  private PollResult readIndex(SitemapPosition position, String url, SitemapDocument document) {
    List<String> named = changed(position, document);
    String hash = Hashes.brief(String.join("\n", named));
    List<SitemapPosition.Index> indexes = new ArrayList<>(position.indexes());
    boolean isAgain =
        !indexes.isEmpty()
            && indexes.get(indexes.size() - 1).url().equals(url)
            && named(indexes.get(indexes.size() - 1)) == null;
    if (isAgain) {
      SitemapPosition.Index before = indexes.remove(indexes.size() - 1);
      indexes.add(new SitemapPosition.Index(url, hash, before.next()));
      children.put(url, new Named(hash, named));
      SitemapPosition same = position.withIndexes(indexes);
      return proceed(
          List.of(),
          hash.equals(before.hash())
              ? same
              : same.cut("an index changed while its sitemaps were read: " + url));
    }
    boolean isLoop = indexes.stream().anyMatch(index -> index.url().equals(url));
    if (isLoop || indexes.size() >= MAX_DEPTH) {
      return skip(position, "indexes of sitemaps are nested too deep: " + url);
    }
    List<SitemapPosition.Index> inside = new ArrayList<>(position.advanced().indexes());
    inside.add(new SitemapPosition.Index(url, hash, 0));
    children.put(url, new Named(hash, named));
    return proceed(List.of(), position.withIndexes(inside));
  }

  /** The documents of an index that may have changed since the last complete walk. */
  private static List<String> changed(SitemapPosition position, SitemapDocument document) {
    Optional<Instant> since = Optional.ofNullable(position.finished()).map(Instant::parse);
    return document.addresses().stream()
        .filter(
            child ->
                since.isEmpty()
                    || child.modified().isEmpty()
                    || child.modified().get().isAfter(since.get().minus(SKEW)))
        .map(SitemapDocument.Address::url)
        .toList();
  }

  private PollResult readPages(
      SitemapPosition position,
      String url,
      HttpResult.Success success,
      SitemapDocument document,
      Frontier frontier) {
    List<SitemapDocument.Address> wanted =
        document.addresses().stream().filter(page -> isNews(page, frontier)).toList();
    List<Outgoing> records = new ArrayList<>();
    wanted.stream()
        .sorted(
            Comparator.comparing(
                page -> page.modified().orElse(Instant.EPOCH), Comparator.reverseOrder()))
        .limit(maxUrls)
        .forEach(
            page ->
                findings()
                    .of(page.url(), DiscoveredUrls.Kind.NEWS, id(), now)
                    .ifPresent(records::add));
    if (wanted.size() > maxUrls) {
      String reason = "a sitemap has more new pages than 'max-urls': " + url;
      return proceed(records, past(position.cut(reason)));
    }
    SitemapPosition next = past(position);
    return proceed(
        records,
        position.indexes().isEmpty()
            ? next.withValidators(
                success.finalUrl(), header(success, "ETag"), header(success, "Last-Modified"))
            : next);
  }

  private static @Nullable String header(HttpResult.Success success, String name) {
    return success.headers().first(name).orElse(null);
  }

  private boolean isNews(SitemapDocument.Address page, Frontier frontier) {
    Optional<String> url = UrlNormalizer.normalize(page.url());
    if (url.isEmpty() || Domains.ofUrl(url.get()).filter(scope()::equals).isEmpty()) {
      return false;
    }
    Optional<FrontierEntry> known = frontier.get(url.get());
    if (known.isEmpty()) {
      return true;
    }
    Instant fetched = known.get().getLastFetchedAt();
    return fetched != null
        && page.modified()
            .filter(time -> time.isAfter(fetched) && time.isBefore(now.plus(SKEW)))
            .isPresent();
  }

  private PollResult unreadable(
      SitemapPosition position, String url, String type, String message, byte[] body) {
    String hash = body.length == 0 ? Hashes.brief(url) : Hashes.brief(body);
    SitemapPosition cut = position.cut("a sitemap could not be read: " + url);
    List<Outgoing> letters = new ArrayList<>();
    if (!position.unreadable().contains(hash)) {
      letters.add(Outgoing.deadLetter(DeadLetters.of(id(), hash, type, message, body, now)));
      cut = cut.withUnreadable(hash);
    }
    return proceed(letters, past(cut));
  }

  /** Moves to the next document, if there is one. */
  private PollResult proceed(List<Outgoing> records, SitemapPosition position) {
    SitemapPosition next = position;
    while (!next.indexes().isEmpty() && isRead(next.indexes().get(next.indexes().size() - 1))) {
      children.remove(next.indexes().get(next.indexes().size() - 1).url());
      next = outOfIndex(next);
    }
    if (next.indexes().isEmpty()) {
      return end(records, next);
    }
    Optional<String> reason = tooMuch(next);
    return reason.isPresent()
        ? end(records, next.cut(reason.get()))
        : step(records, next, Next.immediately());
  }

  private Optional<String> tooMuch(SitemapPosition walk) {
    if (walk.documents() >= limits.documents()) {
      return Optional.of("a walk reads at most " + limits.documents() + " sitemaps: " + url());
    }
    return walk.bytes() >= limits.bytes()
        ? Optional.of("a walk reads at most " + limits.bytes() + " bytes of sitemaps: " + url())
        : Optional.empty();
  }

  private boolean isRead(SitemapPosition.Index index) {
    List<String> named = named(index);
    return named != null && index.next() >= named.size();
  }

  private static PollResult step(List<Outgoing> records, SitemapPosition position, Next next) {
    return PollResult.of(records, Positions.write(position), Completeness.pending(), next);
  }

  private PollResult end(List<Outgoing> records, SitemapPosition position) {
    children.clear();
    String started = position.started() == null ? now.toString() : position.started();
    Completeness extent =
        position.cutBecause() == null
            ? Completeness.contiguous(Instant.parse(started), started)
            : Completeness.unknown(Instant.parse(started), position.cutBecause());
    return PollResult.of(records, Positions.write(position.ended()), extent, Next.interval());
  }

  private static HttpRequest get(String url) {
    return HttpRequest.of(url).withAccept("application/xml, text/xml, */*;q=0.1");
  }
}
