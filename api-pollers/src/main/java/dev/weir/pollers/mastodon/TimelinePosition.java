package dev.weir.pollers.mastodon;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where a walk along a timeline stands.
 *
 * @param tail the last statuses that were read, oldest first: the anchors of the next request, and
 *     the proof that its answer goes on from here
 * @param until up to when the timeline is known to be whole
 */
record TimelinePosition(List<Seen> tail, Instant until) {
  private static final int TAIL = 12;

  TimelinePosition(@Nullable List<Seen> tail, Instant until) {
    this.tail = tail == null ? List.of() : List.copyOf(tail);
    this.until = until;
  }

  /**
   * A status that was read.
   *
   * @param id the instance's id; for an item that has none, a hash of its bytes behind '#'
   * @param version what tells an edited one from the one that was read
   */
  record Seen(String id, String version) {
    boolean canBeAsked() {
      return !id.startsWith("#");
    }
  }

  /**
   * The newest anchor that has a status behind it, so that the answer must begin with what is
   * known: its index, or -1.
   */
  int anchor() {
    for (int i = tail.size() - 2; i >= 0; i--) {
      if (tail.get(i).canBeAsked()) {
        return i;
      }
    }
    return -1;
  }

  /** The oldest anchor, to be asked where the newest proves nothing: its index, or -1. */
  int oldestAnchor() {
    for (int i = 0; i < tail.size() - 1; i++) {
      if (tail.get(i).canBeAsked()) {
        return i;
      }
    }
    return -1;
  }

  /** The ids behind an index. */
  Set<String> idsFrom(int index) {
    Set<String> ids = new HashSet<>();
    tail.subList(index, tail.size()).forEach(seen -> ids.add(seen.id()));
    return ids;
  }

  /** The position after a page that goes on behind an index. */
  TimelinePosition after(int index, List<Seen> page) {
    List<Seen> all = new ArrayList<>(tail.subList(0, index + 1));
    page.forEach(
        seen -> {
          all.removeIf(old -> old.id().equals(seen.id()));
          all.add(seen);
        });
    return new TimelinePosition(all.subList(Math.max(0, all.size() - TAIL), all.size()), until);
  }

  TimelinePosition wholeUntil(Instant time) {
    return new TimelinePosition(tail, time);
  }

  /** What people and coverage call this position: the newest status that was read. */
  String name() {
    return tail.isEmpty() ? "" : tail.get(tail.size() - 1).id();
  }
}
