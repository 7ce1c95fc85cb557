package dev.weir.scrapers.source;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Says whether two answers of a feed overlap, so that no item can have come and gone between them.
 * Pure.
 *
 * <p>A feed shows its newest items, so nothing is missing if the <em>oldest</em> items that it
 * shows are known from the answer before. A known item further up proves nothing: it may be pinned,
 * or have got a new date. Neither does one that always stands at the end: what is known at the end
 * has to reach up to the newest items of the answer before.
 */
final class FeedOverlap {
  private static final int FEWEST_FOR_ORDER = 3;

  private FeedOverlap() {}

  /**
   * An item that is shown now.
   *
   * @param known its key in the answer before; empty if it is new
   */
  record Shown(Optional<String> known, Optional<Instant> published) {}

  /**
   * Compares two answers.
   *
   * @param before keys of the answer before, in the feed's order
   * @param oldest the oldest date in the answer before
   * @param now the items of this answer, in the feed's order
   */
  static boolean isContiguous(List<String> before, Optional<Instant> oldest, List<Shown> now) {
    List<Shown> shown = withoutOlder(now, oldest);
    if (before.isEmpty()) {
      return false;
    }
    if (shown.stream().allMatch(item -> item.known().isPresent())) {
      return true;
    }
    Order order = order(shown);
    if (order != Order.OLDEST_FIRST && overlaps(before, shown, 1)) {
      return true;
    }
    int least =
        order == Order.OLDEST_FIRST ? 1 : Math.max(FEWEST_FOR_ORDER, (before.size() + 1) / 2);
    return order != Order.NEWEST_FIRST && overlaps(reversed(before), reversed(shown), least);
  }

  /** New items at the end that are older than all before came back because another was deleted. */
  private static List<Shown> withoutOlder(List<Shown> now, Optional<Instant> oldest) {
    int end = now.size();
    while (end > 0
        && now.get(end - 1).known().isEmpty()
        && oldest.isPresent()
        && now.get(end - 1).published().filter(oldest.get()::isAfter).isPresent()) {
      end--;
    }
    return now.subList(0, end);
  }

  /** Both newest first. */
  private static boolean overlaps(List<String> before, List<Shown> shown, int least) {
    int lowestNew = shown.size() - 1;
    while (shown.get(lowestNew).known().isPresent()) {
      lowestNew--;
    }
    Set<String> tail = keys(shown.subList(lowestNew + 1, shown.size()));
    List<String> inPlace = new ArrayList<>(before);
    inPlace.removeAll(keys(shown.subList(0, lowestNew)));
    List<String> newest = inPlace.subList(0, Math.min(inPlace.size(), thirdOf(inPlace.size())));
    return tail.size() >= least && newest.stream().anyMatch(tail::contains);
  }

  /** The newest item itself may have been deleted since. */
  private static int thirdOf(int size) {
    return Math.max(1, size / 3);
  }

  private static Set<String> keys(List<Shown> shown) {
    Set<String> keys = new HashSet<>();
    shown.forEach(item -> item.known().ifPresent(keys::add));
    return keys;
  }

  private enum Order {
    NEWEST_FIRST,
    OLDEST_FIRST,
    UNDATED
  }

  private static Order order(List<Shown> shown) {
    List<Instant> dates = shown.stream().flatMap(item -> item.published().stream()).toList();
    int rising = 0;
    int falling = 0;
    for (int i = 1; i < dates.size(); i++) {
      int comparison = dates.get(i).compareTo(dates.get(i - 1));
      rising += comparison > 0 ? 1 : 0;
      falling += comparison < 0 ? 1 : 0;
    }
    if (rising + falling < FEWEST_FOR_ORDER) {
      return Order.UNDATED;
    }
    return rising > 2 * falling ? Order.OLDEST_FIRST : Order.NEWEST_FIRST;
  }

  private static <T> List<T> reversed(List<T> list) {
    List<T> copy = new ArrayList<>(list);
    Collections.reverse(copy);
    return copy;
  }
}
