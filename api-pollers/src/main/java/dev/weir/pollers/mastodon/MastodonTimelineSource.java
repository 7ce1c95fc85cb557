package dev.weir.pollers.mastodon;

import dev.weir.ingest.http.HttpRequest;
import dev.weir.ingest.http.HttpResult;
import dev.weir.ingest.source.Completeness;
import dev.weir.ingest.source.Next;
import dev.weir.ingest.source.PollRequest;
import dev.weir.ingest.source.PollResult;
import dev.weir.ingest.source.PollSource;
import dev.weir.ingest.source.Positions;
import dev.weir.pollers.FrontierLinks;
import dev.weir.pollers.Records;
import dev.weir.pollers.mastodon.TimelineClient.Page;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A public or tag timeline, read forward by {@code min_id}. Ids are never compared, since servers
 * that speak the API have ids of any shape; the order is that of the pages.
 *
 * <p>A request asks for what lies behind the last status <em>but one</em>: an answer that begins
 * with the last proves that nothing was lost in between, and one that holds nothing else that the
 * end is reached. Otherwise (the last was deleted, or the server forgot it) an older anchor is
 * asked, and then the newest page; where neither holds anything known, there is a gap.
 *
 * @see <a href="https://docs.joinmastodon.org/methods/timelines/">Timelines</a>
 * @see <a href="https://docs.joinmastodon.org/api/guidelines/#pagination">Pagination</a>
 */
public final class MastodonTimelineSource implements PollSource {
  /**
   * A page with fewer new statuses is taken for the end, though a server may leave out some of a
   * page after it has cut it: on a busy timeline an answer without any new one would never come.
   */
  private static final int FEW = 10;

  private final MastodonSettings settings;
  private final TimelineClient client;
  private final FrontierLinks frontier;

  /** How pages are fetched: {@code PoliteHttpClient::fetch}. */
  @FunctionalInterface
  public interface Fetcher {
    HttpResult fetch(HttpRequest request) throws InterruptedException;
  }

  /**
   * Makes one.
   *
   * @param token an access token; empty to ask as nobody
   * @param clock tells when an answer arrived
   */
  public MastodonTimelineSource(
      MastodonSettings settings,
      Optional<String> token,
      Fetcher fetcher,
      InstantSource clock,
      FrontierLinks frontier) {
    this.settings = settings;
    this.client = new TimelineClient(settings, token, fetcher, clock);
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
  public PollResult poll(PollRequest request) throws IOException, InterruptedException {
    try {
      Optional<TimelinePosition> known =
          Positions.read(id(), request.position(), TimelinePosition.class);
      if (known.isEmpty()) {
        return start(request.now());
      }
      TimelinePosition position = known.get();
      int anchor = position.anchor();
      return anchor < 0 ? meet(position, request.now()) : walk(position, anchor, request.now());
    } catch (TimelineClient.WaitException e) {
      return PollResult.nothing(Next.after(e.delay()));
    }
  }

  /** The first poll ever: the newest page. Whatever is older is before our time. */
  private PollResult start(Instant now) throws IOException, InterruptedException {
    Page page = client.newest();
    TimelinePosition position =
        new TimelinePosition(List.of(), now).after(-1, page.content().seen());
    return result(
        page, Set.of(), position, Completeness.contiguous(now, position.name()), Next.interval());
  }

  /** Goes on behind an anchor. */
  private PollResult walk(TimelinePosition position, int anchor, Instant now)
      throws IOException, InterruptedException {
    String asked = position.tail().get(anchor).id();
    Page page = client.behind(asked);
    Set<String> expected = position.idsFrom(anchor + 1);
    if (page.content().ids().contains(asked)) {
      // The server gave a page that does not lie behind the anchor, such as the last one again: it
      // proves nothing, and leads nowhere.
      return PollResult.nothing(Next.interval());
    }
    if (page.content().ids().containsAll(expected)) {
      return goOn(position.after(anchor, page.content().seen()), page, position, now);
    }
    return lookBack(position, now);
  }

  /** The newest anchors prove nothing: are older ones still known? */
  private PollResult lookBack(TimelinePosition position, Instant now)
      throws IOException, InterruptedException {
    int oldest = position.oldestAnchor();
    String asked = position.tail().get(oldest).id();
    Page page = client.behind(asked);
    if (page.content().isEmpty()) {
      return meet(position, now);
    }
    if (page.content().ids().contains(asked)) {
      return PollResult.nothing(Next.interval());
    }
    Set<String> known = position.idsFrom(oldest + 1);
    known.retainAll(page.content().ids());
    if (!known.isEmpty()) {
      return goOn(position.after(oldest, page.content().seen()), page, position, now);
    }
    return gap(position, page, Next.immediately());
  }

  /** There is no anchor that the server knows: does the newest page reach back to what is known? */
  private PollResult meet(TimelinePosition position, Instant now)
      throws IOException, InterruptedException {
    Page page = client.newest();
    Set<String> known = position.idsFrom(0);
    known.retainAll(page.content().ids());
    if (!known.isEmpty()) {
      return met(position, page, now);
    }
    if (position.tail().isEmpty() && page.content().entries().size() < FEW) {
      return met(position, page, now);
    }
    if (page.content().isEmpty()) {
      return new PollResult(
          List.of(),
          Optional.empty(),
          Completeness.unknown(now, "timeline is empty, but held statuses before"),
          Next.interval());
    }
    return position.anchor() < 0
        ? firstWalk(position, page, now)
        : gap(position, page, Next.interval());
  }

  private PollResult met(TimelinePosition position, Page page, Instant now) {
    TimelinePosition next =
        position.after(position.tail().size() - 1, page.content().seen()).wholeUntil(now);
    return result(
        page,
        new HashSet<>(position.tail()),
        next,
        Completeness.contiguous(now, next.name()),
        Next.interval());
  }

  /**
   * So little was known that there is no anchor but one status, or none, and then came more than a
   * page.
   */
  private PollResult firstWalk(TimelinePosition position, Page newest, Instant now)
      throws IOException, InterruptedException {
    boolean empty = position.tail().isEmpty();
    if (!empty && !position.tail().get(0).canBeAsked()) {
      return gap(position, newest, Next.interval());
    }
    Page page = client.behind(empty ? "0" : position.name());
    if (page.content().isEmpty()) {
      return gap(position, newest, Next.interval());
    }
    String oldest = page.content().seen().get(0).id();
    boolean goesOn = empty || client.before(oldest).content().ids().contains(position.name());
    return goesOn
        ? goOn(
            position.after(position.tail().size() - 1, page.content().seen()), page, position, now)
        : gap(position, page, Next.immediately());
  }

  /** A page that goes on from what is known. One that holds little else is the end. */
  private PollResult goOn(TimelinePosition next, Page page, TimelinePosition before, Instant now) {
    Set<String> fresh = page.content().ids();
    fresh.removeAll(before.idsFrom(0));
    boolean end = fresh.size() < FEW;
    TimelinePosition position = end ? next.wholeUntil(now) : next;
    return result(
        page,
        new HashSet<>(before.tail()),
        position,
        end ? Completeness.contiguous(now, position.name()) : Completeness.pending(),
        end ? Next.interval() : Next.immediately());
  }

  /**
   * Nothing known is left: whole again from the oldest statuses that the server still has, which
   * begin the page.
   */
  private PollResult gap(TimelinePosition position, Page page, Next next) {
    Instant until =
        page.content()
            .begin(page.arrived())
            .filter(time -> time.isAfter(position.until()))
            .orElse(page.arrived());
    TimelinePosition anew = new TimelinePosition(List.of(), until).after(-1, page.content().seen());
    String reason = "source no longer has the items since " + position.name();
    Completeness extent =
        Completeness.gap(
            position.until(), until, reason, position.name(), page.content().seen().get(0).id());
    return result(page, Set.of(), anew, extent, next);
  }

  private PollResult result(
      Page page,
      Set<TimelinePosition.Seen> known,
      TimelinePosition position,
      Completeness extent,
      Next next) {
    Records records = new Records(frontier);
    page.content().entries().stream()
        .filter(entry -> !known.contains(entry.seen()))
        .forEach(entry -> records.add(entry.parsed()));
    Next polite = page.pause().isZero() ? next : Next.after(page.pause());
    return PollResult.of(records.toList(), Positions.write(position), extent, polite);
  }
}
