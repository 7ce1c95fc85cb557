package dev.weir.ingest.source;

import dev.weir.schemas.record.FrontierEntry;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;

/**
 * A small frontier in memory, built from the topic's records in any order: for dry runs of sources
 * without servers. Thread-safe.
 */
public final class FrontierIndex implements Frontier {
  /** Maximum number of redirects of an entry; further ones are ignored. */
  public static final int MAX_REDIRECTS = 200;

  private static final Comparator<FrontierEntry> BY_TIME =
      Comparator.comparing(FrontierEntry::getNextFetchAt).thenComparing(FrontierEntry::getUrl);

  /** The order in which entries are fetched once they are due. */
  public static final Comparator<FrontierEntry> BY_PRIORITY =
      Comparator.comparing(FrontierEntry::getPriority).reversed().thenComparing(BY_TIME);

  private final Map<String, KnownUrl> known = new HashMap<>();
  private final Map<String, FrontierEntry> merged = new HashMap<>();
  private final Map<String, NavigableSet<FrontierEntry>> queues = new HashMap<>();

  /** Applies one record of the topic. The entry must not be modified afterwards. */
  public synchronized void accept(FrontierEntry entry) {
    String url = entry.getUrl();
    KnownUrl one = known.computeIfAbsent(url, name -> new KnownUrl());
    FrontierEntry before = merged.remove(url);
    if (before != null) {
      queue(before.getDomain()).remove(before);
    }
    one.accept(entry);
    one.merged()
        .ifPresent(
            after -> {
              merged.put(url, after);
              queue(after.getDomain()).add(after);
            });
  }

  /** The number of URLs. */
  public synchronized int size() {
    return known.size();
  }

  @Override
  public synchronized List<FrontierEntry> due(String domain, Instant now, int max) {
    NavigableSet<FrontierEntry> queue = queues.get(domain);
    if (queue == null) {
      return List.of();
    }
    return queue.stream()
        .takeWhile(entry -> !entry.getNextFetchAt().isAfter(now))
        .sorted(BY_PRIORITY)
        .limit(max)
        .toList();
  }

  @Override
  public synchronized Optional<FrontierEntry> get(String url) {
    return Optional.ofNullable(merged.get(url));
  }

  @Override
  public synchronized Optional<Instant> nextDue(String domain) {
    NavigableSet<FrontierEntry> queue = queues.get(domain);
    return queue == null || queue.isEmpty()
        ? Optional.empty()
        : Optional.of(queue.first().getNextFetchAt());
  }

  private NavigableSet<FrontierEntry> queue(String domain) {
    return queues.computeIfAbsent(domain, name -> new TreeSet<>(BY_TIME));
  }
}
