package dev.weir.scrapers.source;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
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
 * shows are known from the answer before, and are those that were its newest then. A known item
 * further up proves nothing: it may be pinned. Neither does one with another date than before,
 * wherever it stands, nor one that always stands at the end. Whatever is no proof is a gap.
 */
final class FeedOverlap {
  private static final int FEWEST_FOR_ORDER = 3;

  private FeedOverlap() {}

  /**
   * An item that is shown now.
   *
   * @param known its key in the answer before; empty if it is new
   * @param before its date in the answer before, where it had one
   */
  record Shown(Optional<String> known, Optional<Instant> published, Optional<Instant> before) {
    Shown(Optional<String> known, Optional<Instant> published) {
      this(known, published, published);
    }

    boolean isNew() {
      return known.isEmpty();
    }

    /** Whether it is known and has another date than before. */
    boolean isDatedAnew() {
      return known.isPresent()
          && published.isPresent()
          && before.isPresent()
          && !published
              .get()
              .truncatedTo(ChronoUnit.SECONDS)
              .equals(before.get().truncatedTo(ChronoUnit.SECONDS));
    }
  }

  /**
   * Compares two answers.
   *
   * @param before keys of the answer before, in the feed's order
   * @param oldest the oldest date in the answer before
   * @param now the items of this answer, in the feed's order
   */
  static boolean isContiguous(List<String> before, Optional<Instant> oldest, List<Shown> now) {
    if (before.isEmpty() || now.stream().allMatch(Shown::isNew)) {
      return false;
    }
    if (now.stream().noneMatch(Shown::isNew)) {
      return true;
    }
    List<Shown> placed = withoutDatedAnew(now);
    Set<String> moved = keys(now);
    moved.removeAll(keys(placed));
    List<String> left = new ArrayList<>(before);
    left.removeAll(moved);
    Order order = order(placed);
    if (order != Order.OLDEST_FIRST && overlaps(left, withoutOlder(placed, oldest), 1)) {
      return true;
    }
    int least = order == Order.OLDEST_FIRST ? 1 : Math.max(FEWEST_FOR_ORDER, (left.size() + 1) / 2);
    return order != Order.NEWEST_FIRST
        && overlaps(reversed(left), withoutOlder(reversed(placed), oldest), least);
  }

  /** Where most items have another date than before, as if made up for each answer, none counts. */
  private static List<Shown> withoutDatedAnew(List<Shown> now) {
    long known = now.stream().filter(item -> !item.isNew()).count();
    long anew = now.stream().filter(Shown::isDatedAnew).count();
    boolean allAre = anew >= FEWEST_FOR_ORDER && 2 * anew > known;
    return allAre ? now : now.stream().filter(item -> !item.isDatedAnew()).toList();
  }

  /** New items at the end that are older than all before came back because another was deleted. */
  private static List<Shown> withoutOlder(List<Shown> now, Optional<Instant> oldest) {
    int end = now.size();
    while (end > 0
        && now.get(end - 1).isNew()
        && oldest.isPresent()
        && now.get(end - 1).published().filter(oldest.get()::isAfter).isPresent()) {
      end--;
    }
    return now.subList(0, end);
  }

  /**
   * Both newest first. The newest items of the answer before may have been deleted since, but no
   * more of them than there are items that still prove something.
   */
  private static boolean overlaps(List<String> before, List<Shown> shown, int least) {
    int lowestNew = shown.size() - 1;
    while (lowestNew >= 0 && !shown.get(lowestNew).isNew()) {
      lowestNew--;
    }
    Set<String> tail = keys(shown.subList(lowestNew + 1, shown.size()));
    List<String> inPlace = new ArrayList<>(before);
    inPlace.removeAll(keys(shown.subList(0, Math.max(0, lowestNew))));
    int deleted = 0;
    while (deleted < inPlace.size() && !tail.contains(inPlace.get(deleted))) {
      deleted++;
    }
    return tail.size() >= least && deleted < thirdOf(inPlace.size()) && deleted <= tail.size();
  }

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
