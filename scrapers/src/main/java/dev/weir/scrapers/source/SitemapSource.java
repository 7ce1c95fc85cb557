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
import dev.weir.scrapers.settings.SitemapSettings;
import dev.weir.scrapers.sitemap.SitemapDocument;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Walks a sitemap, or an index and its sitemaps, a document a poll. Pages that the frontier does
 * not know, or that say to have been modified since they were last fetched, become findings. Only
 * pages of the sitemap's own registrable domain count.
 */
public final class SitemapSource extends ListSource {
  private static final int MAX_UNREADABLE = 100;
  private static final Duration SKEW = Duration.ofDays(1);

  private final int maxUrls;

  /**
   * Makes the source of a sitemap.
   *
   * @param domains registrable domains whose pages are fetched
   */
  public SitemapSource(SitemapSettings settings, PoliteHttpClient client, Set<String> domains) {
    super("sitemap/" + settings.name(), settings.url(), settings.every(), client, domains);
    this.maxUrls = settings.maxUrls();
  }

  @Override
  public PollResult poll(PollRequest request) throws IOException, InterruptedException {
    SitemapPosition last =
        Positions.read(id(), request.position(), SitemapPosition.class)
            .orElse(SitemapPosition.START);
    boolean first = last.started() == null;
    String url = first ? url() : last.open().get(0);
    HttpRequest ask = HttpRequest.of(url).withAccept("application/xml, text/xml, */*;q=0.1");
    HttpResult result = fetch(first ? ask.withValidators(last.etag(), last.lastModified()) : ask);
    Walk walk = new Walk(last, url, first, request.now());
    if (result instanceof HttpResult.NotModified) {
      return walk.step(List.of(), List.of(), last.cut());
    }
    if (result instanceof HttpResult.Success success) {
      return read(walk, success, request.frontier());
    }
    return failed(walk, result);
  }

  private PollResult read(Walk walk, HttpResult.Success success, Frontier frontier) {
    SitemapDocument document;
    try {
      document =
          SitemapDocument.parse(
              success.body().bytes(), success.headers().first("Content-Type"), success.finalUrl());
    } catch (IOException e) {
      String message = String.valueOf(e.getMessage());
      return walk.unreadable("not-a-sitemap", message, success.body().bytes());
    }
    if (document.index()) {
      return walk.step(List.of(), walk.children(document), document.cut());
    }
    List<Outgoing> records = new ArrayList<>();
    List<SitemapDocument.Address> wanted =
        document.addresses().stream().filter(page -> isNews(page, frontier, walk.now)).toList();
    wanted.stream()
        .sorted(
            Comparator.comparing(
                page -> page.modified().orElse(Instant.EPOCH), Comparator.reverseOrder()))
        .limit(maxUrls)
        .forEach(
            page ->
                findings()
                    .of(page.url(), DiscoveredUrls.Kind.NEWS, id(), walk.now)
                    .ifPresent(records::add));
    boolean more = wanted.size() > maxUrls;
    if (!more) {
      walk.remember(success);
    }
    return walk.step(records, List.of(), document.cut() || more);
  }

  private boolean isNews(SitemapDocument.Address page, Frontier frontier, Instant now) {
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

  private PollResult failed(Walk walk, HttpResult result) throws IOException {
    String what = walk.url + ": " + result.summary();
    if (result instanceof HttpResult.TooLarge) {
      return walk.unreadable("too-large", what, new byte[0]);
    }
    Optional<PollResult> later = later(result, walk.url);
    if (later.isPresent()) {
      return later.get();
    }
    if (result instanceof HttpResult.Status status && status.status() < 500) {
      if (walk.first && status.status() == 410) {
        throw gone(walk.url);
      }
      if (!walk.first && status.status() != 429) {
        return walk.step(List.of(), List.of(), true);
      }
    }
    throw new IOException(what);
  }

  /** One step of a walk: from a position and a document to the next position. */
  private final class Walk {
    private final SitemapPosition last;
    private final String url;
    private final boolean first;
    private final Instant now;
    private Optional<HttpResult.Success> answer = Optional.empty();

    Walk(SitemapPosition last, String url, boolean first, Instant now) {
      this.last = last;
      this.url = url;
      this.first = first;
      this.now = now;
    }

    /**
     * Keeps the validators of a plain sitemap; an index may stay the same while its parts change.
     */
    void remember(HttpResult.Success success) {
      answer = first ? Optional.of(success) : Optional.empty();
    }

    /** The documents of an index that may have changed since the last whole walk. */
    List<String> children(SitemapDocument document) {
      Optional<Instant> since = Optional.ofNullable(last.finished()).map(Instant::parse);
      return document.addresses().stream()
          .filter(
              child ->
                  since.isEmpty()
                      || child.modified().isEmpty()
                      || child.modified().get().isAfter(since.get().minus(SKEW)))
          .map(SitemapDocument.Address::url)
          .filter(child -> first && Domains.ofUrl(child).filter(scope()::equals).isPresent())
          .toList();
    }

    PollResult step(List<Outgoing> records, List<String> children, boolean cut) {
      return step(records, children, cut, last.unreadable());
    }

    PollResult unreadable(String type, String message, byte[] body) {
      String hash = body.length == 0 ? Hashes.brief(url) : Hashes.brief(body);
      if (last.unreadable().contains(hash)) {
        return step(List.of(), List.of(), true);
      }
      List<String> seen = new ArrayList<>(last.unreadable());
      seen.add(hash);
      List<String> kept = seen.subList(Math.max(0, seen.size() - MAX_UNREADABLE), seen.size());
      Outgoing letter = Outgoing.deadLetter(DeadLetters.of(id(), hash, type, message, body, now));
      return step(List.of(letter), List.of(), true, kept);
    }

    private PollResult step(
        List<Outgoing> records, List<String> children, boolean cut, List<String> unreadable) {
      List<String> open = first ? children : last.open().subList(1, last.open().size());
      boolean cutSoFar = cut || (!first && last.cut());
      String started = last.started() == null ? now.toString() : last.started();
      boolean done = open.isEmpty();
      SitemapPosition next =
          new SitemapPosition(
              answer.flatMap(it -> it.headers().first("ETag")).orElse(kept(last.etag())),
              answer
                  .flatMap(it -> it.headers().first("Last-Modified"))
                  .orElse(kept(last.lastModified())),
              done ? null : started,
              done ? started : last.finished(),
              open,
              cutSoFar,
              unreadable);
      return PollResult.of(
          records,
          Positions.write(next),
          done ? extent(Instant.parse(started), cutSoFar) : Completeness.pending(),
          done ? Next.interval() : Next.immediately());
    }

    private @Nullable String kept(@Nullable String validator) {
      return answer.isPresent() ? null : validator;
    }

    private Completeness extent(Instant until, boolean cut) {
      return cut
          ? Completeness.unknown(until, "a sitemap was longer than is read, or could not be read")
          : Completeness.contiguous(until, until.toString());
    }
  }
}
