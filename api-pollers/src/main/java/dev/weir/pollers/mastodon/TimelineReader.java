package dev.weir.pollers.mastodon;

import dev.weir.ingest.source.Completeness;
import dev.weir.ingest.source.Next;
import dev.weir.ingest.source.PollResult;
import dev.weir.ingest.source.Positions;
import dev.weir.pollers.FrontierLinks;
import dev.weir.pollers.Parsed;
import dev.weir.pollers.Records;
import dev.weir.pollers.mastodon.TimelineClient.Page;
import dev.weir.pollers.mastodon.TimelinePosition.Kind;
import dev.weir.pollers.mastodon.TimelinePosition.Mark;
import dev.weir.pollers.mastodon.TimelinePosition.Seen;
import dev.weir.pollers.mastodon.TimelinePosition.Walk;
import dev.weir.schemas.record.Post;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Reads a timeline in rounds, page by page by {@code min_id}. Mastodon gives a status of another
 * server an id made from its {@code created_at}, so it lies behind statuses that were read before
 * it arrived. A round therefore reads again what was read before, and tells by remembered ids what
 * is new.
 *
 * <p>A round goes from a mark to the end. On a quiet timeline the mark lies a horizon back. On a
 * busy one most rounds start near the end, every second one twice as far back, every fourth four
 * times, and so on: a status that is late by some time is found in about that time again. Each
 * round also reads the stretch that has just become a horizon old, for the last time, and after it
 * the timeline is whole up to a horizon ago. So reading costs a small multiple of the pages that
 * are new, whatever the horizon.
 *
 * <p>A walk proves that it goes on from what is known by meeting a status that is known behind its
 * first mark. Where it meets none, older marks are asked, and then the newest page; where neither
 * holds anything known, there is a gap. A server that repeats a page instead of going on is given a
 * second chance; then only its newest page is read, and what may lie behind that is unknown.
 *
 * @see <a href="https://docs.joinmastodon.org/methods/timelines/">Timelines</a>
 * @see <a href="https://docs.joinmastodon.org/api/guidelines/#pagination">Pagination</a>
 * @see <a
 *     href="https://github.com/mastodon/mastodon/blob/main/lib/mastodon/snowflake.rb">Snowflake</a>
 */
final class TimelineReader {
  /** A shorter page may be the end. Servers leave out some of a page after they have cut it. */
  private static final int FEW = 10;

  /** A timeline with fewer statuses in its horizon is read again as a whole each time. */
  private static final int SMALL = 80;

  /**
   * A walk ends at what was written this long after its round began, at the latest: a stream that
   * has just been opened may be heard only a little later.
   */
  private static final Duration SETTLED = Duration.ofSeconds(5);

  /**
   * A page that was repeated this many times in a row is no accident: the server ignores what we
   * ask. Giving up earlier would leave late statuses unread behind a few answers from a stale
   * cache.
   */
  static final int MAX_STALLED = 8;

  private static final String NO_ROOM =
      "more than "
          + Timeline.MAX_KNOWN
          + " statuses within the horizon: those that arrive late are not all found";

  private static final String REPEATED =
      "the server repeats a page instead of going on: only its newest page is read";

  private static final String NOT_READ_AGAIN =
      "the server did not go on from what was known: late arrivals may be missing";

  private final MastodonSettings settings;
  private final TimelineClient client;
  private final FrontierLinks frontier;
  private final Optional<String> limits;
  private final BiConsumer<String, Post> read;
  private final Predicate<Seen> knownElsewhere;

  /**
   * Makes one.
   *
   * @param limits what a claim of completeness leaves out
   * @param read is called with each status that was read, under the instance's id
   * @param knownElsewhere which statuses of a page need not be handed over, although no page has
   *     shown them before
   */
  TimelineReader(
      MastodonSettings settings,
      TimelineClient client,
      FrontierLinks frontier,
      Optional<String> limits,
      BiConsumer<String, Post> read,
      Predicate<Seen> knownElsewhere) {
    this.settings = settings;
    this.client = client;
    this.frontier = frontier;
    this.limits = limits;
    this.read = read;
    this.knownElsewhere = knownElsewhere;
  }

  /**
   * Reads the next page.
   *
   * @param whole whether a new round reads the whole horizon again
   */
  PollResult poll(Optional<TimelinePosition> known, Instant now, boolean whole)
      throws IOException, InterruptedException {
    try {
      if (known.isEmpty()) {
        return start(now);
      }
      Round round = new Round(known.get(), now);
      @Nullable Walk walk = known.get().walk();
      return walk == null ? round.begin(whole) : round.step(walk);
    } catch (TimelineClient.WaitException e) {
      return PollResult.nothing(Next.after(e.delay()));
    }
  }

  /** The first poll ever: the newest page. Whatever is older is before our time. */
  private PollResult start(Instant now) throws IOException, InterruptedException {
    Page page = client.newest();
    Round round = new Round(TimelinePosition.none(now), now);
    List<Seen> fresh = round.fresh(page);
    round.startWith(page, now);
    return round.result(page, fresh, null, round.whole(now), Next.interval());
  }

  /** One step of a round: what is known, and what the next page adds to it. */
  private final class Round {
    private final TimelinePosition before;
    private final Timeline timeline;
    private final Instant now;
    private Instant until;
    private Optional<Instant> asked;
    private long number;
    private int stalled;
    private String newest;

    Round(TimelinePosition before, Instant now) {
      this.before = before;
      this.timeline = new Timeline(before);
      this.now = now;
      this.until = before.until();
      this.asked = Optional.ofNullable(before.asked());
      this.number = before.round();
      this.stalled = before.stalled();
      this.newest = before.newest();
    }

    PollResult begin(boolean whole) throws IOException, InterruptedException {
      number++;
      Optional<Mark> oldest = timeline.oldestMark();
      if (oldest.isEmpty() || timeline.behind(oldest.get().id()) >= timeline.size()) {
        return meet();
      }
      Duration depth = depth();
      boolean all = whole || timeline.size() <= SMALL || depth.compareTo(settings.horizon()) >= 0;
      Mark from = all ? oldest.get() : timeline.markBefore(now.minus(depth)).orElse(oldest.get());
      Page page = client.behind(from.id());
      if (isRepeated(page, from.id())) {
        return stalled(page, null);
      }
      if (!isProven(page, from.id()) && !from.equals(oldest.get())) {
        from = oldest.get();
        page = client.behind(from.id());
      }
      if (page.content().isEmpty()) {
        return meet();
      }
      if (isRepeated(page, from.id())) {
        return stalled(page, null);
      }
      if (!isProven(page, from.id())) {
        return gap(page, Next.immediately());
      }
      Kind kind = from.equals(oldest.get()) ? Kind.WHOLE : Kind.LEAD;
      return take(page, Walk.from(kind, now, from, timeline.behind(from.id()), null));
    }

    /** How far back this round starts on a busy timeline. */
    private Duration depth() {
      int doublings = Math.min(20, Long.numberOfTrailingZeros(Math.max(1, number)) + 1);
      return settings.every().multipliedBy(1L << doublings);
    }

    private boolean isProven(Page page, String from) {
      return timeline.overlaps(timeline.behind(from), page.content().seen());
    }

    /** The server gave an old page again: it proves nothing and leads nowhere. */
    private boolean isRepeated(Page page, String asked) {
      List<Seen> seen = page.content().seen();
      return !seen.isEmpty()
          && (page.content().ids().contains(asked)
              || timeline.isPast(timeline.behind(asked), seen));
    }

    /** Goes on with a walk. */
    PollResult step(Walk walk) throws IOException, InterruptedException {
      Page page = client.behind(walk.cursor());
      List<Seen> seen = page.content().seen();
      boolean repeated =
          !seen.isEmpty()
              && (page.content().ids().contains(walk.cursor()) || timeline.isPast(walk.at(), seen));
      if (repeated) {
        return stalled(page, walk);
      }
      // The page must show the last status of the page before. Otherwise the walk proves nothing.
      boolean proven = walk.at() >= timeline.size() || timeline.overlaps(walk.at(), seen);
      if (!proven) {
        return begin(false);
      }
      stalled = 0;
      return take(page, walk);
    }

    /** Nothing was gained: the same page is asked for again, unless the server ignores that. */
    private PollResult stalled(Page repeated, @Nullable Walk walk)
        throws IOException, InterruptedException {
      stalled = Math.min(stalled + 1, MAX_STALLED);
      if (stalled < MAX_STALLED) {
        return result(repeated, List.of(), walk, Completeness.pending(), Next.interval());
      }
      Page page = client.newest();
      List<Seen> seen = page.content().seen();
      if (!seen.isEmpty() && !timeline.overlaps(0, seen)) {
        return gap(page, Next.interval());
      }
      List<Seen> fresh = fresh(page);
      timeline.add(timeline.size(), seen);
      markPage(page, now);
      return result(page, fresh, null, unread(REPEATED), Next.interval());
    }

    /** The round is over, and has not read the horizon again. */
    private Completeness unread(String reason) {
      Instant back = now.minus(settings.horizon());
      timeline.forgetBefore(back, now);
      asked = Optional.of(now);
      until = back.isAfter(until) ? back : until;
      return Completeness.unknown(until, reason);
    }

    private PollResult take(Page page, Walk walk) {
      List<Seen> seen = page.content().seen();
      List<Seen> fresh = fresh(page);
      boolean beyond =
          walk.kind() == Kind.TRAIL
              && timeline.reachesBeyond(Objects.requireNonNull(walk.until()).id(), walk.at(), seen);
      int at = timeline.add(walk.at(), seen);
      List<Seen> askable = seen.stream().filter(Seen::canBeAsked).toList();
      boolean stuck = askable.isEmpty();
      Seen last =
          stuck ? new Seen(walk.cursor(), "", walk.written()) : askable.get(askable.size() - 1);
      Seen cursor = askable.size() < 2 ? last : askable.get(askable.size() - 2);
      Walk next = walk.to(cursor.id(), cursor.written(), stuck ? at : timeline.behind(cursor.id()));
      if (walk.kind() == Kind.TRAIL) {
        Mark target = Objects.requireNonNull(walk.until());
        if (timeline.size() > 2 * Timeline.MAX_KNOWN) {
          return result(page, fresh, null, unread(NO_ROOM), Next.interval());
        }
        return stuck || beyond
            ? result(page, fresh, null, read(walk.started(), target.written()), Next.interval())
            : result(page, fresh, next, Completeness.pending(), Next.immediately());
      }
      boolean nothingMore = before.walk() != null && seen.size() == 1;
      boolean end =
          stuck
              || nothingMore
              || (seen.size() < FEW && at == timeline.size())
              || page.content().holdsSince(walk.started().plus(SETTLED), page.arrived());
      return end
          ? ended(page, fresh, walk.to(last.id(), last.written(), at), markOf(walk, askable))
          : result(page, fresh, next, Completeness.pending(), Next.immediately());
    }

    /** The last status of a walk's last page that was there when its round began. */
    private static Mark markOf(Walk walk, List<Seen> askable) {
      Seen last = new Seen(walk.cursor(), "", walk.written());
      for (Seen seen : askable) {
        last = seen.written().isAfter(walk.started()) ? last : seen;
      }
      return new Mark(walk.started(), last.id(), last.written());
    }

    private PollResult ended(Page page, List<Seen> fresh, Walk walk, Mark mark) {
      timeline.endsAt(walk.at());
      timeline.mark(mark, settings.horizon());
      newest = walk.cursor();
      if (walk.kind() == Kind.WHOLE) {
        return result(page, fresh, null, whole(walk.started()), Next.interval());
      }
      Optional<Walk> trail = trail(walk.started());
      return trail.isPresent()
          ? result(page, fresh, trail.get(), Completeness.pending(), Next.immediately())
          : result(page, fresh, null, read(walk.started(), until), Next.interval());
    }

    /** What has become a horizon old since the last round. */
    private Optional<Walk> trail(Instant started) {
      Instant end = started.minus(settings.horizon());
      Optional<Mark> oldest = timeline.oldestMark();
      return timeline
          .markBefore(end)
          .filter(mark -> oldest.isPresent() && !mark.equals(oldest.get()))
          .map(
              mark -> {
                Mark from = oldest.orElseThrow();
                return Walk.from(Kind.TRAIL, started, from, timeline.behind(from.id()), mark);
              });
    }

    /** A round that began then has read everything: whole until a horizon before it. */
    Completeness whole(Instant started) {
      return read(started, Instant.MAX);
    }

    /** A round that began then has read, for the last time, what was written before a time. */
    private Completeness read(Instant started, Instant written) {
      Instant back = started.minus(settings.horizon());
      Instant end = written.isBefore(back) ? written : back;
      timeline.forgetBefore(back, started);
      stalled = 0;
      asked = Optional.of(started);
      Optional<Instant> cut = cutAfter(back);
      if (cut.isPresent()) {
        until = cut.get();
        return Completeness.unknown(until, NO_ROOM);
      }
      until = end.isAfter(until) ? end : until;
      return limits
          .map(text -> Completeness.contiguous(until, newest, text))
          .orElseGet(() -> Completeness.contiguous(until, newest));
    }

    /** What is not claimed yet, and cannot be read again. */
    private Optional<Instant> cutAfter(Instant time) {
      return timeline.cut().filter(cut -> cut.isAfter(time) && cut.isAfter(until));
    }

    /** No mark can be used: does the newest page reach back to what is known? */
    private PollResult meet() throws IOException, InterruptedException {
      Page page = client.newest();
      List<Seen> seen = page.content().seen();
      if (timeline.isEmpty()) {
        return first(page);
      }
      if (seen.isEmpty()) {
        asked = Optional.of(now);
        return result(
            page,
            List.of(),
            null,
            Completeness.unknown(now, "timeline is empty, but held statuses before"),
            Next.interval());
      }
      if (timeline.overlaps(0, seen)) {
        List<Seen> fresh = fresh(page);
        boolean reachesBack = reachesBack(page);
        timeline.add(timeline.size(), seen);
        markPage(page, now);
        Completeness extent = reachesBack ? whole(now) : unread(NOT_READ_AGAIN);
        return result(page, fresh, null, extent, Next.interval());
      }
      return burst(page);
    }

    /** Whether the newest page holds all that would have to be read again. */
    private boolean reachesBack(Page page) {
      Instant back = now.minus(settings.horizon());
      Optional<Mark> oldest = timeline.oldestMark();
      return page.content().entries().size() < FEW
          || oldest.filter(mark -> page.content().ids().contains(mark.id())).isPresent()
          || page.content().begin(page.arrived()).filter(begin -> begin.isBefore(back)).isPresent();
    }

    /**
     * Nothing was known, and there may be something now. Without a status to recognise, only time
     * tells whether something is missing: a server forgets nothing within two intervals.
     */
    private PollResult first(Page newestPage) throws IOException, InterruptedException {
      boolean many = newestPage.content().seen().size() >= SMALL / 4;
      Page all = many ? client.behind("0") : newestPage;
      Page page = all.content().isEmpty() ? newestPage : all;
      boolean surely =
          asked.isPresent()
              && !asked.get().plus(settings.every().multipliedBy(2)).isBefore(now)
              && all.content().isEmpty() == newestPage.content().isEmpty();
      List<Seen> fresh = fresh(page);
      startWith(page, now);
      Next next = many ? Next.immediately() : Next.interval();
      if (surely || (page.content().isEmpty() && asked.isPresent())) {
        return result(page, fresh, null, many ? Completeness.pending() : whole(now), next);
      }
      Instant from = page.content().begin(page.arrived()).orElse(now);
      until = from.isAfter(until) ? from : until;
      asked = Optional.of(now);
      return result(
          page,
          fresh,
          null,
          Completeness.unknown(until, "nothing was known of the timeline before"),
          next);
    }

    /** One status was known, and then came more than a page. */
    private PollResult burst(Page newestPage) throws IOException, InterruptedException {
      Optional<Mark> mark = timeline.oldestMark();
      if (mark.isEmpty()) {
        return gap(newestPage, Next.interval());
      }
      Page page = client.behind(mark.get().id());
      if (page.content().isEmpty()) {
        return gap(newestPage, Next.interval());
      }
      String oldest = page.content().seen().get(0).id();
      boolean goesOn = client.before(oldest).content().ids().contains(mark.get().id());
      return goesOn
          ? take(page, Walk.from(Kind.WHOLE, now, mark.get(), timeline.size(), null))
          : gap(page, Next.immediately());
    }

    /** Nothing known is left: whole again from the oldest statuses that the server still has. */
    private PollResult gap(Page page, Next next) {
      Instant from = until;
      Instant begin =
          page.content()
              .begin(page.arrived())
              .filter(time -> time.isAfter(from))
              .orElse(page.arrived());
      String last = newest;
      Round anew =
          new Round(
              new TimelinePosition(
                  null, null, null, null, number, begin, null, null, stalled, null),
              now);
      List<Seen> fresh = anew.fresh(page);
      anew.startWith(page, begin);
      anew.asked = Optional.of(now);
      anew.stalled = stalled;
      Completeness gap =
          Completeness.gap(
              from,
              begin,
              "source no longer has the items since " + last,
              last,
              page.content().seen().get(0).id());
      return anew.result(page, fresh, null, gap, next);
    }

    /** Takes a page for all that is known. */
    void startWith(Page page, Instant at) {
      timeline.add(0, page.content().seen());
      markPage(page, at);
    }

    private void markPage(Page page, Instant at) {
      List<Seen> askable = page.content().seen().stream().filter(Seen::canBeAsked).toList();
      if (!askable.isEmpty()) {
        Seen first = askable.get(0);
        Seen last = askable.get(askable.size() - 1);
        newest = last.id();
        timeline.mark(new Mark(at, first.id(), first.written()), settings.horizon());
        timeline.mark(new Mark(at, last.id(), last.written()), settings.horizon());
      } else if (!page.content().isEmpty()) {
        newest = page.content().seen().get(page.content().seen().size() - 1).id();
      }
    }

    List<Seen> fresh(Page page) {
      return page.content().seen().stream()
          .filter(seen -> !timeline.holds(seen) && !knownElsewhere.test(seen))
          .toList();
    }

    private PollResult result(
        Page page, List<Seen> fresh, @Nullable Walk walk, Completeness extent, Next next) {
      for (TimelinePage.Entry entry : page.content().entries()) {
        if (entry.parsed() instanceof Parsed.Item post) {
          read.accept(entry.seen().id(), post.post());
        }
      }
      Records records = new Records(frontier);
      page.content().entries().stream()
          .filter(entry -> fresh.contains(entry.seen()))
          .forEach(entry -> records.add(entry.parsed()));
      Completeness told = extent;
      @Nullable Walk place = walk;
      if (walk != null) {
        place = walk.without(timeline.makeRoom(walk.at(), walk.written()));
        Optional<Instant> cut = cutAfter(walk.started().minus(settings.horizon()));
        until = cut.orElse(until);
        told = cut.map(time -> Completeness.unknown(time, NO_ROOM)).orElse(extent);
      }
      TimelinePosition position =
          new TimelinePosition(
              timeline.marks(),
              timeline.packed(),
              timeline.packedEdits(),
              place,
              number,
              until,
              asked.orElse(before.asked()),
              timeline.cut().orElse(null),
              stalled,
              newest);
      Next polite = page.pause().isZero() ? next : Next.after(page.pause());
      return PollResult.of(records.toList(), Positions.write(position), told, polite);
    }
  }
}
