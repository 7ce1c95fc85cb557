package dev.weir.trial.latency;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * When items were accounted for by published counts, without knowing which item a count counts: of
 * a key's items in the order in which they began, the i-th is accounted for by the first published
 * record whose count is i or more. Counts only grow, so there is one such moment. Where a reader
 * takes two items in the other order, their latencies are exchanged in part; their sum is right.
 *
 * <p>Not thread-safe.
 *
 * @param <K> what is counted for
 */
final class Accounting<K> {
  private final Map<K, List<Instant>> items = new HashMap<>();
  private final Map<K, List<Published>> published = new HashMap<>();

  private record Published(Instant at, long count) {}

  /** What came of the items that were asked for. */
  record Result(List<Long> millis, int unaccounted) {}

  /** An item that began then. In any order. */
  void item(K key, Instant since) {
    items.computeIfAbsent(key, unused -> new ArrayList<>()).add(since);
  }

  /** A published record, in the order in which those of its key were appended. */
  void published(K key, Instant at, long count) {
    published.computeIfAbsent(key, unused -> new ArrayList<>()).add(new Published(at, count));
  }

  /** The latencies of the items whose beginning is wanted. */
  Result result(Predicate<Instant> wanted) {
    List<Long> millis = new ArrayList<>();
    int unaccounted = 0;
    for (Map.Entry<K, List<Instant>> entry : items.entrySet()) {
      List<Instant> inOrder = entry.getValue();
      Collections.sort(inOrder);
      List<Published> records = published.getOrDefault(entry.getKey(), List.of());
      int next = 0;
      for (int i = 0; i < inOrder.size(); i++) {
        while (next < records.size() && records.get(next).count() < i + 1) {
          next++;
        }
        Instant since = inOrder.get(i);
        if (!wanted.test(since)) {
          continue;
        }
        if (next == records.size()) {
          unaccounted++;
        } else {
          millis.add(Duration.between(since, records.get(next).at()).toMillis());
        }
      }
    }
    return new Result(millis, unaccounted);
  }
}
