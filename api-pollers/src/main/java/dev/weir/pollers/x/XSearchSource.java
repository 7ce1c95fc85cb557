package dev.weir.pollers.x;

import dev.weir.ingest.source.Completeness;
import dev.weir.ingest.source.Next;
import dev.weir.ingest.source.PollRequest;
import dev.weir.ingest.source.PollResult;
import dev.weir.ingest.source.PollSource;
import dev.weir.ingest.source.Positions;
import dev.weir.ingest.source.SourceRefusedException;
import dev.weir.ingest.url.UrlNormalizer;
import dev.weir.pollers.FrontierLinks;
import dev.weir.pollers.Origin;
import dev.weir.pollers.Records;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import twitter4j.RateLimitStatus;
import twitter4j.TwitterException;

/**
 * A query of X's recent search. Results are newest first, so a walk goes back from the newest page
 * to the mark of the last walk, page by page; the mark moves at the walk's end. The search covers
 * seven days, and ends half a minute ago. It rejects the id of an older post as a mark, so for such
 * an id, or a query without matches so far, the search starts from a time.
 *
 * @see <a href="https://docs.x.com/x-api/posts/search/integrate/paginate">Paging</a>
 */
public final class XSearchSource implements PollSource {
  private static final Duration DELAY = Duration.ofSeconds(30);

  /** Time passes between the poll that finds a gap and the one that goes on behind it. */
  private static final Duration SPARE = Duration.ofMinutes(5);

  /** The search rejects a mark older than seven days. */
  private static final Duration LOOK_BACK = Duration.ofDays(7).minus(Duration.ofMinutes(10));

  /** How far a search by time overlaps what is known, since posts are indexed late. */
  private static final Duration OVERLAP = Duration.ofMinutes(10);

  private static final Duration LONGEST_WAIT = Duration.ofMinutes(15);
  private static final Set<Integer> REFUSALS = Set.of(400, 401, 402, 403, 404);

  private final XSettings settings;
  private final RecentSearch search;
  private final InstantSource clock;
  private final FrontierLinks frontier;
  private final XParser parser = new XParser(UrlNormalizer::normalize);

  public XSearchSource(
      XSettings settings, String bearerToken, InstantSource clock, FrontierLinks frontier) {
    this.settings = settings;
    this.search = new RecentSearch(settings, bearerToken);
    this.clock = clock;
    this.frontier = frontier;
  }

  @Override
  public String id() {
    return settings.id();
  }

  @Override
  public String scope() {
    return settings.scope();
  }

  @Override
  public Duration interval() {
    return settings.every();
  }

  @Override
  public PollResult poll(PollRequest request) throws IOException {
    Instant until = request.now().minus(DELAY);
    Optional<SearchPosition> known = Positions.read(id(), request.position(), SearchPosition.class);
    try {
      if (known.isEmpty()) {
        return start(until);
      }
      SearchPosition position = known.get();
      if (!position.query().equals(settings.query())) {
        return anew(position, until, "the query was changed");
      }
      Instant oldest = request.now().minus(LOOK_BACK);
      return position.until().isBefore(oldest.minus(SPARE))
          ? tooOld(position, oldest)
          : walk(position, until, oldest);
    } catch (TwitterException e) {
      return explained(e, request.now());
    }
  }

  /** The newest page; anything older is before the source's start. */
  private PollResult start(Instant until) throws TwitterException {
    RecentSearch.Page page = search.page(settings.query(), null, null, null);
    SearchPosition position =
        new SearchPosition(
            settings.query(), page.newestId().orElse(null), null, null, until, until, null);
    return result(page, position, Completeness.contiguous(until, name(position)), Next.interval());
  }

  private PollResult anew(SearchPosition old, Instant until, String reason)
      throws TwitterException {
    PollResult started = start(until);
    SearchPosition position =
        new SearchPosition(settings.query(), null, null, null, until, until, null);
    Completeness gap =
        Completeness.gap(
            old.until(),
            old.until().isAfter(until) ? old.until() : until,
            reason,
            name(old),
            name(position));
    return new PollResult(started.records(), started.nextPosition(), gap, started.next());
  }

  /** What the search no longer covers is a gap; the next poll goes on from where it begins. */
  private PollResult tooOld(SearchPosition position, Instant oldest) {
    SearchPosition next =
        new SearchPosition(settings.query(), null, null, null, oldest, oldest, null);
    Completeness gap =
        Completeness.gap(
            position.until(),
            oldest,
            "source no longer has the items since " + position.sinceId(),
            name(position),
            name(next));
    return PollResult.of(List.of(), Positions.write(next), gap, Next.immediately());
  }

  private PollResult walk(SearchPosition position, Instant now, Instant oldest)
      throws TwitterException {
    boolean first = position.nextToken() == null;
    boolean byId =
        position.sinceId() != null
            && TweetReader.snowflakeTime(position.sinceId()).orElse(now).isAfter(oldest);
    @Nullable Instant startTime =
        first && !byId
            ? later(oldest, position.until().minus(OVERLAP)).truncatedTo(ChronoUnit.SECONDS)
            : position.startTime();
    @Nullable Long sinceId = startTime == null ? position.sinceId() : null;
    RecentSearch.Page page =
        search.page(settings.query(), sinceId, startTime, position.nextToken());
    Instant until = first ? now : position.walkUntil();
    @Nullable Long newest =
        first ? page.newestId().orElse(position.sinceId()) : position.newestId();
    if (page.nextToken().isPresent()) {
      SearchPosition next =
          new SearchPosition(
              settings.query(),
              position.sinceId(),
              newest,
              page.nextToken().get(),
              until,
              position.until(),
              startTime);
      return result(page, next, Completeness.pending(), Next.immediately());
    }
    SearchPosition whole =
        new SearchPosition(settings.query(), newest, null, null, until, until, null);
    return result(page, whole, Completeness.contiguous(until, name(whole)), Next.interval());
  }

  private PollResult result(
      RecentSearch.Page page, SearchPosition position, Completeness extent, Next next) {
    Records records = new Records(frontier);
    parser.parse(page.body(), new Origin(id(), clock.instant())).forEach(records::add);
    return PollResult.of(records.toList(), Positions.write(position), extent, next);
  }

  private PollResult explained(TwitterException error, Instant now) throws IOException {
    @Nullable RateLimitStatus limit = error.getRateLimitStatus();
    if (error.exceededRateLimitation() && limit != null) {
      Duration wait = Duration.between(now, Instant.ofEpochSecond(limit.getResetTimeInSeconds()));
      Duration bounded = wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait;
      return PollResult.nothing(Next.after(bounded.isNegative() ? Duration.ofSeconds(1) : bounded));
    }
    String message =
        "Expected an answer of "
            + id()
            + ", got: "
            + error.getStatusCode()
            + " "
            + error.getErrorMessage();
    if (REFUSALS.contains(error.getStatusCode())) {
      throw new SourceRefusedException(message);
    }
    throw new IOException(message, error);
  }

  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }

  private static String name(SearchPosition position) {
    return String.valueOf(position.sinceId());
  }
}
