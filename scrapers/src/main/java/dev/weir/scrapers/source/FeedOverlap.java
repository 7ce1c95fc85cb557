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
 * Decides whether two responses of a feed overlap, so that no item can have appeared and
 * disappeared between them. Pure.
 *
 * <p>A feed shows its newest items, so nothing is missing if the <em>oldest</em> items now shown
 * are known from the previous response and were among its newest. A known item further up proves
 * nothing: it may be pinned. Nor does one whose date has changed, nor one that always stands at the
 * end. Without proof there is a gap.
 */
final class FeedOverlap {
  private static final int FEWEST_FOR_ORDER = 3;

  private FeedOverlap() {}

  /**
   * An item of the current response.
   *
   * @param known its key in the previous response; empty if it is new
   * @param before its date in the previous response, if it had one
   */
  record Shown(Optional<String> known, Optional<Instant> published, Optional<Instant> before) {
    Shown(Optional<String> known, Optional<Instant> published) {
      this(known, published, published);
    }

    boolean isNew() {
      return known.isEmpty();
    }

    /** Whether it is known and its date has changed. */
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
   * Compares two responses.
   *
   * @param before keys of the previous response, in the feed's order
   * @param oldest the oldest date in the previous response
   * @param now the items of this response, in the feed's order
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

  /** If the dates of most items have changed, as if generated for each response, none are used. */
  private static List<Shown> withoutDatedAnew(List<Shown> now) {
    long known = now.stream().filter(item -> !item.isNew()).count();
    long anew = now.stream().filter(Shown::isDatedAnew).count();
    boolean allAre = anew >= FEWEST_FOR_ORDER && 2 * anew > known;
    return allAre ? now : now.stream().filter(item -> !item.isDatedAnew()).toList();
  }

  /** New items at the end that are older than all before reappeared because another was deleted. */
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
   * Both newest first. The newest items of the previous response may have been deleted since, but
   * no more of them than there are items left as proof.
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
