package dev.weir.simulator.server;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.weir.simulator.fault.Fault;
import dev.weir.simulator.oracle.Witness;
import dev.weir.simulator.world.Instance;
import dev.weir.simulator.world.Kind;
import dev.weir.simulator.world.TimelineEntry;
import dev.weir.simulator.world.Toot;
import dev.weir.simulator.world.World;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * A Mastodon instance: the public and the tag timelines, single statuses, and the instance's
 * description. Paging is as in <a
 * href="https://docs.joinmastodon.org/api/guidelines/#pagination">the guidelines</a>: {@code
 * min_id} gives the page right above an id, {@code since_id} the newest above it, {@code max_id}
 * those below; a page is newest first; an empty one has no Link.
 */
final class MastodonHost implements VirtualHost {
  private static final String PUBLIC = "/api/v1/timelines/public";
  private static final String TAG = "/api/v1/timelines/tag/";
  private static final String STATUS = "/api/v1/statuses/";
  private static final int LIMIT = 300_000;

  private final Simulation simulation;
  private final Instance instance;
  private final MastodonStream stream;
  private long windowStart;
  private int remaining = LIMIT;
  private boolean hasBegun;

  MastodonHost(Simulation simulation, Instance instance) {
    this.simulation = simulation;
    this.instance = instance;
    this.stream = new MastodonStream(simulation, instance);
  }

  /** Its streaming API. */
  MastodonStream stream() {
    return stream;
  }

  @Override
  public Reply answer(Request request) {
    if (isDown()) {
      return Reply.json(503, "{\"error\":\"Service Unavailable\"}");
    }
    return limits(route(request));
  }

  boolean isDown() {
    return instance == Instance.TOWN && simulation.state.down(Fault.OUTAGE);
  }

  @Override
  public Reply limited(Reply reply) {
    return reply
        .with("X-RateLimit-Limit", Integer.toString(LIMIT))
        .with("X-RateLimit-Remaining", "0")
        .with("X-RateLimit-Reset", simulation.clock.instant().plusSeconds(2).toString());
  }

  /**
   * How many posts are kept and lie, unserved, behind the last that was served; how many arrived
   * late in front of it, or will; and how many events wait for a stream.
   */
  long unserved() {
    long behind = 0;
    long late = simulation.state.underWay(instance);
    boolean served = false;
    for (TimelineEntry entry : timeline().values()) {
      if (entry.servedVersion() >= 0) {
        served = true;
        behind = 0;
      } else if (!entry.deleted()) {
        boolean isLate = served && entry.late();
        late += isLate ? 1 : 0;
        behind += isLate ? 0 : 1;
      }
    }
    return behind + late + stream.unsent();
  }

  private Reply route(Request request) {
    String path = request.path();
    if (path.equals(PUBLIC)) {
      return timeline(request, Optional.empty());
    }
    if (path.startsWith(TAG)) {
      String tag = path.substring(TAG.length()).toLowerCase(Locale.ROOT);
      return timeline(request, Optional.of(tag));
    }
    if (path.startsWith(STATUS)) {
      return status(path.substring(STATUS.length()));
    }
    if (path.equals("/api/v1/instance") || path.equals("/api/v2/instance")) {
      return Reply.json(
          200,
          """
          {"uri":"%1$s","domain":"%1$s","title":"%1$s","version":"4.5.0",
           "configuration":{"urls":{"streaming":"ws://%1$s"}}}"""
              .formatted(instance.host()));
    }
    return Reply.json(404, "{\"error\":\"Record not found\"}");
  }

  private Reply status(String id) {
    TimelineEntry entry =
        timeline().values().stream()
            .filter(candidate -> Long.toString(instance.id(candidate.item())).equals(id))
            .findFirst()
            .orElse(null);
    if (entry == null || entry.deleted()) {
      return Reply.json(404, "{\"error\":\"Record not found\"}");
    }
    Toot toot = simulation.world.toot(entry.item(), entry.versionItem());
    return Reply.json(200, MastodonJson.status(toot, instance));
  }

  private Reply timeline(Request request, Optional<String> tag) {
    Paging paging;
    try {
      paging = Paging.of(request, instance);
    } catch (NumberFormatException e) {
      return Reply.json(200, "[]");
    }
    Predicate<TimelineEntry> wanted = wanted(request, tag);
    if (paging.forward() && repeats(request)) {
      List<Shown> again = select(paging.again(), wanted.and(entry -> entry.servedVersion() >= 0));
      if (!again.isEmpty()) {
        fault(Fault.REPEATED_CURSOR, request.target());
        return page(request, again.stream().map(Shown::asBefore).toList());
      }
    }
    List<Shown> page = select(paging, wanted.and(entry -> !entry.deleted()));
    if (paging.forward() && tag.isEmpty()) {
      noteLosses(paging.above(), page.isEmpty() ? Long.MAX_VALUE : page.get(0).entry().item());
    }
    return page.isEmpty() ? Reply.json(200, "[]") : page(request, page);
  }

  /** A post in a page, in one of its versions. */
  private record Shown(TimelineEntry entry, long version) {
    Shown asBefore() {
      return new Shown(entry, entry.servedVersion());
    }
  }

  private Predicate<TimelineEntry> wanted(Request request, Optional<String> tag) {
    boolean local = request.parameter("local").filter("true"::equals).isPresent();
    return entry -> (tag.isEmpty() || entry.tagged(tag.get())) && (!local || isLocal(entry));
  }

  /** The page, newest first. */
  private List<Shown> select(Paging paging, Predicate<TimelineEntry> wanted) {
    NavigableMap<Long, TimelineEntry> range =
        timeline().subMap(paging.above(), false, Math.max(paging.above(), paging.below()), false);
    List<Shown> page = new ArrayList<>();
    for (TimelineEntry entry : (paging.forward() ? range : range.descendingMap()).values()) {
      if (page.size() == paging.limit()) {
        break;
      }
      if (wanted.test(entry)) {
        page.add(new Shown(entry, entry.versionItem()));
      }
    }
    if (paging.forward()) {
      Collections.reverse(page);
    }
    return page;
  }

  private boolean repeats(Request request) {
    return simulation
        .requestFaults()
        .strikesRequest(Fault.REPEATED_CURSOR, request.host(), request.number());
  }

  private Reply page(Request request, List<Shown> page) {
    ArrayNode statuses = JsonNodeFactory.instance.arrayNode();
    List<Toot> toots = new ArrayList<>();
    for (Shown shown : page) {
      TimelineEntry entry = shown.entry();
      Toot toot = simulation.world.toot(entry.item(), shown.version());
      toots.add(toot);
      statuses.add(MastodonJson.status(toot, instance));
      if (simulation.world.faults().strikesItem(Fault.DUPLICATE, entry.item())) {
        statuses.add(MastodonJson.status(toot, instance));
        fault(Fault.DUPLICATE, toot.uri());
      }
    }
    String first = Long.toString(instance.id(page.get(0).entry().item()));
    String last = Long.toString(instance.id(page.get(page.size() - 1).entry().item()));
    String base = "http://" + instance.host() + request.path() + "?" + kept(request);
    return Reply.json(200, statuses)
        .with(
            "Link",
            "<%smax_id=%s>; rel=\"next\", <%smin_id=%s>; rel=\"prev\""
                .formatted(base, last, base, first))
        .onServed((response, at) -> served(page, toots, response, at));
  }

  private void served(List<Shown> page, List<Toot> toots, long response, Instant at) {
    if (!hasBegun) {
      hasBegun = true;
      simulation.state.beginsAt(instance, page.get(page.size() - 1).entry().item());
    }
    for (int i = page.size() - 1; i >= 0; i--) {
      Toot toot = toots.get(i);
      page.get(i).entry().served(toot.versionItem());
      simulation.witness.toot(toot, instance, MastodonJson.errorType(toot), response, at);
    }
  }

  /**
   * A reader that comes back to an id cannot see again what changed or went since it was served.
   */
  private void noteLosses(long above, long until) {
    NavigableMap<Long, TimelineEntry> timeline = timeline();
    Instant now = simulation.clock.instant();
    for (TimelineEntry entry : timeline.subMap(above, false, until, true).values()) {
      long before = entry.servedVersion();
      if (before >= 0 && (entry.deleted() || before != entry.versionItem())) {
        withdraw(entry.item(), before, now);
      }
    }
    if (timeline.isEmpty() || above >= timeline.firstKey()) {
      return;
    }
    withdrawEdits(above, timeline.firstKey(), now);
    lost(above, timeline.firstKey(), now);
  }

  /** Edits of lost posts that were served once. */
  private void withdrawEdits(long above, long oldest, Instant now) {
    for (long edit = above + 1; edit < oldest + World.REACH; edit++) {
      if (simulation.world.kind(edit) == Kind.TOOT_EDIT && simulation.witness.wasServed(edit)) {
        long item = simulation.world.target(edit);
        if (item > above && item < oldest && visible(item)) {
          withdraw(item, edit, now);
        }
      }
    }
  }

  private void lost(long above, long oldest, Instant now) {
    int unserved = 0;
    int withdrawn = 0;
    long from = -1;
    long last = -1;
    for (long item = above + 1; item < oldest; item++) {
      if (!visible(item)) {
        continue;
      }
      if (simulation.witness.wasServed(item)) {
        withdraw(item, item, now);
        withdrawn++;
      } else {
        unserved++;
        from = from < 0 ? item : from;
        last = item;
      }
    }
    // Who never read anything cannot know that there was more.
    if (unserved > 0 && above >= 0) {
      simulation.witness.gap(
          instance.source(),
          "expired",
          simulation.world.time(from),
          simulation.world.time(last),
          unserved,
          withdrawn);
    }
  }

  private boolean visible(long item) {
    return switch (simulation.world.kind(item)) {
      case TOOT -> hasArrived(simulation.world.toot(item, item));
      default -> false;
    };
  }

  private boolean hasArrived(Toot toot) {
    Duration delay =
        toot.home() == instance ? Duration.ZERO : simulation.world.federationDelay(toot.number());
    Instant at = simulation.world.appears(toot.number()).plus(delay);
    return toot.instances().contains(instance) && !at.isAfter(simulation.clock.instant());
  }

  private void withdraw(long item, long version, Instant now) {
    Toot toot = simulation.world.toot(item, version);
    simulation.witness.withdrawn(version, toot.uri(), Witness.version(toot), now);
  }

  private void fault(Fault fault, String what) {
    simulation.witness.fault(fault.key(), instance.host(), what, simulation.clock.instant());
  }

  private boolean isLocal(TimelineEntry entry) {
    return simulation.world.toot(entry.item(), entry.item()).home() == instance;
  }

  private NavigableMap<Long, TimelineEntry> timeline() {
    return simulation.state.timeline(instance);
  }

  private Reply limits(Reply reply) {
    Instant now = simulation.clock.instant();
    long window = now.getEpochSecond() / 300;
    if (window != windowStart) {
      windowStart = window;
      remaining = LIMIT;
    }
    remaining = Math.max(0, remaining - 1);
    return reply
        .with("X-RateLimit-Limit", Integer.toString(LIMIT))
        .with("X-RateLimit-Remaining", Integer.toString(remaining))
        .with("X-RateLimit-Reset", Instant.ofEpochSecond((window + 1) * 300).toString());
  }

  private static String kept(Request request) {
    StringBuilder kept = new StringBuilder();
    for (String name : List.of("limit", "local")) {
      request
          .parameter(name)
          .ifPresent(value -> kept.append(name).append('=').append(value).append('&'));
    }
    return kept.toString();
  }

  /**
   * Which stretch of a timeline is asked for.
   *
   * @param above item numbers greater than this
   * @param below item numbers less than this
   * @param forward whether the oldest of them, else the newest
   */
  private record Paging(long above, long below, boolean forward, int limit) {
    /** The page that ends where this one should begin. */
    Paging again() {
      return new Paging(-1, above + 1, false, limit);
    }

    static Paging of(Request request, Instance instance) {
      int limit =
          Math.max(1, Math.min(40, request.parameter("limit").map(Integer::parseInt).orElse(20)));
      Optional<String> minId = request.parameter("min_id");
      long above =
          minId
              .or(() -> request.parameter("since_id"))
              .map(Long::parseLong)
              .map(id -> instance.itemBelow(id + 1))
              .orElse(-1L);
      long below =
          request
              .parameter("max_id")
              .map(Long::parseLong)
              .map(id -> instance.itemBelow(id) + 1)
              .orElse(Long.MAX_VALUE);
      return new Paging(above, below, minId.isPresent(), limit);
    }
  }
}
