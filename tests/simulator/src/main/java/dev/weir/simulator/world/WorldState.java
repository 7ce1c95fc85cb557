package dev.weir.simulator.world;

import dev.weir.simulator.fault.Fault;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The world as it stands: what has appeared by now, what is still kept, and which version is
 * current.
 *
 * <p>Not thread-safe: its owner guards it with one lock.
 */
public final class WorldState {
  /** How many items back timelines and the Jetstream keep. */
  public static final int KEPT_ITEMS = 40_000;

  /** How many posts a timeline, or events the Jetstream, has left after an outage. */
  public static final int KEPT_AFTER_OUTAGE = 30;

  private static final int SITE_INDEX = 500;
  private static final int TRIM_EVERY = 1000;

  private final World world;
  private final Map<Instance, NavigableMap<Long, TimelineEntry>> timelines =
      new EnumMap<>(Instance.class);
  private final NavigableMap<Long, Boolean> sky = new TreeMap<>();
  private final Map<Long, Boolean> deletedSky = new HashMap<>();
  private final Map<Site, Deque<Long>> siteIndex = new EnumMap<>(Site.class);
  private final List<UnderWay> underWay = new ArrayList<>();
  private final Map<Instance, List<Change>> changes = new EnumMap<>(Instance.class);
  private final Map<Site, Long> first = new EnumMap<>(Site.class);
  private long produced;
  private long nextTrim = TRIM_EVERY;

  /** A post that has not arrived at another instance yet. */
  private record UnderWay(Instant at, Instance instance, TimelineEntry entry) {}

  /**
   * What has happened to a timeline.
   *
   * @param kind TOOT where the post has appeared, TOOT_EDIT or TOOT_DELETE
   * @param item number of the item that did it; of the current version where the post has appeared
   */
  public record Change(Kind kind, TimelineEntry entry, long item) {}

  public WorldState(World world) {
    this.world = world;
    Instance.ALL.forEach(instance -> timelines.put(instance, new TreeMap<>()));
    Instance.ALL.forEach(instance -> changes.put(instance, new ArrayList<>()));
    Site.ALL.forEach(site -> siteIndex.put(site, new ArrayDeque<>()));
  }

  /** How many items have appeared. */
  public long produced() {
    return produced;
  }

  /**
   * Lets all items appear whose time has come. Where the world has run on for long unseen, those
   * that nobody could see any more are passed over.
   */
  public void advance(Instant now) {
    long total = world.settings().total();
    long begun = world.begunBy(now) - 2L * KEPT_ITEMS;
    if (begun > produced && (total == 0 || begun < total)) {
      produced = begun;
    }
    arrive(now);
    while ((total == 0 || produced < total) && !world.appears(produced).isAfter(now)) {
      apply(produced++);
    }
    if (produced < nextTrim) {
      return;
    }
    nextTrim = produced + TRIM_EVERY;
    long oldest = produced - KEPT_ITEMS;
    timelines.values().forEach(timeline -> timeline.headMap(oldest).clear());
    sky.headMap(oldest).clear();
    deletedSky.keySet().removeIf(item -> item < oldest);
  }

  /** Whether every item has appeared. */
  public boolean complete() {
    return world.settings().total() > 0 && produced >= world.settings().total();
  }

  /** The posts that the instance keeps, deleted ones among them, by item number. */
  public NavigableMap<Long, TimelineEntry> timeline(Instance instance) {
    return Collections.unmodifiableNavigableMap(map(timelines, instance));
  }

  /** The numbers of the events that the Jetstream keeps. */
  public NavigableMap<Long, Boolean> sky() {
    return Collections.unmodifiableNavigableMap(sky);
  }

  /** The latest articles of the site, newest first, without those that were taken down. */
  public List<Article> latest(Site site, int limit) {
    return map(siteIndex, site).stream()
        .filter(number -> !isRemoved(number))
        .limit(limit)
        .map(this::current)
        .toList();
  }

  /** The latest articles of the site that were taken down, newest first. */
  public List<Article> removed(Site site) {
    return map(siteIndex, site).stream().filter(this::isRemoved).map(this::current).toList();
  }

  /** Whether the article was taken down. */
  public boolean isRemoved(long article) {
    OptionalLong removal = world.removal(article);
    return removal.isPresent() && removal.getAsLong() < produced;
  }

  /** Whether the article has got another address. */
  public boolean isMoved(long article) {
    OptionalLong move = world.move(article);
    return move.isPresent() && move.getAsLong() < produced;
  }

  /** The first article that the site published, unless it was taken down. */
  public Optional<Article> first(Site site) {
    return Optional.ofNullable(first.get(site))
        .filter(number -> !isRemoved(number))
        .map(this::current);
  }

  /** The article as it stands; null where none of this number has been published. */
  public @Nullable Article article(long number) {
    if (number < 0 || number >= produced || world.kind(number) != Kind.ARTICLE) {
      return null;
    }
    return current(number);
  }

  /** Whether the fault has its host down. */
  public boolean down(Fault fault) {
    return !complete()
        && produced > 0
        && world.faults().inStretch(fault, produced - 1, world.outageLength());
  }

  private Article current(long number) {
    List<Long> edits = world.edits(number).stream().filter(edit -> edit < produced).toList();
    long versionItem = edits.isEmpty() ? number : edits.get(edits.size() - 1);
    Article article = world.article(number, edits.size() + 1, versionItem);
    return isMoved(number) ? article.moved() : article;
  }

  private void apply(long item) {
    if (endsOutage(Fault.OUTAGE, item)) {
      forgetSurplus(map(timelines, Instance.TOWN));
      // What has not arrived yet lies in the gap, or behind the first post that is read after it.
      underWay.stream()
          .filter(post -> post.instance() == Instance.TOWN)
          .forEach(post -> post.entry().tooLate());
    }
    if (endsOutage(Fault.CLAMP, item)) {
      forgetSurplus(sky);
    }
    switch (world.kind(item)) {
      case ARTICLE -> publish(item);
      case ARTICLE_EDIT -> {
        // The current version of an article is computed when it is asked for.
      }
      case TOOT -> post(item);
      case TOOT_EDIT, TOOT_DELETE -> change(item);
      case SKY_UPDATE -> {
        long target = world.target(item);
        if (target >= 0 && !deletedSky.containsKey(target)) {
          sky.put(item, true);
        }
      }
      case SKY_DELETE -> {
        long target = world.target(item);
        if (target >= 0 && deletedSky.put(target, true) == null) {
          sky.put(item, true);
        }
      }
      default -> sky.put(item, true);
    }
  }

  private void publish(long item) {
    Deque<Long> index = map(siteIndex, world.article(item, 1, item).site());
    index.addFirst(item);
    first.putIfAbsent(world.article(item, 1, item).site(), item);
    if (index.size() > SITE_INDEX) {
      index.removeLast();
    }
  }

  private void post(long item) {
    Toot toot = world.toot(item, item);
    for (Instance instance : toot.instances()) {
      Duration delay = instance == toot.home() ? Duration.ZERO : world.federationDelay(item);
      boolean inTime = delay.compareTo(World.LATEST_ARRIVAL) <= 0;
      TimelineEntry entry = new TimelineEntry(item, toot.draft().tags(), !delay.isZero() && inTime);
      if (delay.isZero()) {
        show(instance, entry);
      } else {
        underWay.add(new UnderWay(world.appears(item).plus(delay), instance, entry));
      }
    }
  }

  private void show(Instance instance, TimelineEntry entry) {
    map(timelines, instance).put(entry.item(), entry);
    if (!entry.deleted()) {
      map(changes, instance).add(new Change(Kind.TOOT, entry, entry.versionItem()));
    }
  }

  /** Lets those posts arrive at other instances whose time has come. */
  private void arrive(Instant now) {
    boolean over = complete();
    underWay.removeIf(
        post -> {
          boolean due = !post.at().isAfter(now);
          if (due) {
            show(post.instance(), post.entry());
          }
          return due || (over && !post.entry().late());
        });
  }

  /**
   * The instance's reader began with this post: it need not find what lies before it.
   *
   * @param item number of the post
   */
  public void beginsAt(Instance instance, long item) {
    map(timelines, instance).headMap(item).values().forEach(TimelineEntry::tooLate);
    underWay.stream()
        .filter(post -> post.instance() == instance && post.entry().item() < item)
        .forEach(post -> post.entry().tooLate());
  }

  /** How many posts are on their way to the instance and will arrive in time to be read. */
  public long underWay(Instance instance) {
    return underWay.stream()
        .filter(post -> post.instance() == instance && post.entry().late())
        .count();
  }

  /** What has happened to the instance's timeline since it was last asked, in order. */
  public List<Change> takeChanges(Instance instance) {
    List<Change> all = map(changes, instance);
    List<Change> taken = List.copyOf(all);
    all.clear();
    return taken;
  }

  private void change(long item) {
    long target = world.target(item);
    timelines.forEach(
        (instance, timeline) -> {
          TimelineEntry entry = timeline.get(target);
          if (entry != null && !entry.deleted()) {
            change(entry, item);
            map(changes, instance).add(new Change(world.kind(item), entry, item));
          }
        });
    underWay.stream()
        .map(UnderWay::entry)
        .filter(entry -> entry.item() == target)
        .forEach(entry -> change(entry, item));
  }

  private void change(TimelineEntry entry, long item) {
    if (world.kind(item) == Kind.TOOT_EDIT) {
      entry.edit(item);
    } else {
      entry.delete();
    }
  }

  private boolean endsOutage(Fault fault, long item) {
    long start = world.faults().stretchStart(fault, item);
    return start >= 0 && item == start + world.outageLength() - 1;
  }

  private static void forgetSurplus(NavigableMap<Long, ?> kept) {
    int surplus = kept.size() - KEPT_AFTER_OUTAGE;
    for (int i = 0; i < surplus; i++) {
      kept.pollFirstEntry();
    }
  }

  private static <K, V> V map(Map<K, V> map, K key) {
    V value = map.get(key);
    if (value == null) {
      throw new IllegalStateException("Expected an entry for " + key);
    }
    return value;
  }
}
