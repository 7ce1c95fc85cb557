package dev.weir.simulator.world;

import dev.weir.simulator.fault.Fault;
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
import java.util.TreeMap;
import java.util.function.Consumer;
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
  private long produced;
  private long nextTrim = TRIM_EVERY;

  public WorldState(World world) {
    this.world = world;
    Instance.ALL.forEach(instance -> timelines.put(instance, new TreeMap<>()));
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

  /** The latest articles of the site, newest first. */
  public List<Article> latest(Site site, int limit) {
    List<Article> articles = new ArrayList<>();
    for (long number : map(siteIndex, site)) {
      if (articles.size() == limit) {
        break;
      }
      articles.add(current(number));
    }
    return articles;
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
    return world.article(number, edits.size() + 1, versionItem);
  }

  private void apply(long item) {
    endOutage(Fault.OUTAGE, item, map(timelines, Instance.TOWN));
    endOutage(Fault.CLAMP, item, sky);
    switch (world.kind(item)) {
      case ARTICLE -> publish(item);
      case ARTICLE_EDIT -> {
        // The current version of an article is computed when it is asked for.
      }
      case TOOT -> post(item);
      case TOOT_EDIT -> change(world.target(item), entry -> entry.edit(item));
      case TOOT_DELETE -> change(world.target(item), TimelineEntry::delete);
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
    if (index.size() > SITE_INDEX) {
      index.removeLast();
    }
  }

  private void post(long item) {
    Toot toot = world.toot(item, item);
    for (Instance instance : toot.instances()) {
      map(timelines, instance).put(item, new TimelineEntry(item, toot.draft().tags()));
    }
  }

  private void change(long target, Consumer<TimelineEntry> change) {
    for (NavigableMap<Long, TimelineEntry> timeline : timelines.values()) {
      TimelineEntry entry = timeline.get(target);
      if (entry != null) {
        change.accept(entry);
      }
    }
  }

  private void endOutage(Fault fault, long item, NavigableMap<Long, ?> kept) {
    long start = world.faults().stretchStart(fault, item);
    if (start < 0 || item != start + world.outageLength() - 1) {
      return;
    }
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
