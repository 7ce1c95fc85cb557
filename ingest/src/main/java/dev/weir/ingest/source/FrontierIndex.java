package dev.weir.ingest.source;

import dev.weir.schemas.Keys;
import dev.weir.schemas.record.FrontierEntry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A frontier in memory, made of the records of the topic in any order.
 *
 * <p>An entry with a time of last fetch is <em>state</em>, and the last one holds. An entry without
 * is a <em>finding</em>: it makes an unknown URL known; a known URL it makes due only where it is
 * newer than the last fetch and either says that the page changed (priority above 0) or names a
 * redirect that the state does not have. A finding never takes anything from the state.
 *
 * <p>Safe for use by several threads.
 */
public final class FrontierIndex implements Frontier {
  /** How many redirects an entry keeps; further ones are ignored. */
  public static final int MAX_REDIRECTS = 200;

  private static final Comparator<FrontierEntry> BY_TIME =
      Comparator.comparing(FrontierEntry::getNextFetchAt).thenComparing(FrontierEntry::getUrl);
  private static final Comparator<FrontierEntry> BY_PRIORITY =
      Comparator.comparing(FrontierEntry::getPriority).reversed().thenComparing(BY_TIME);

  private final Map<String, Known> known = new HashMap<>();
  private final Map<String, Queue> queues = new HashMap<>();

  /** Takes one record of the topic. The entry is not to be modified afterwards. */
  public synchronized void accept(FrontierEntry entry) {
    Known one = known.computeIfAbsent(entry.getUrl(), url -> new Known());
    FrontierEntry before = one.effective;
    if (before != null) {
      queue(before.getDomain()).remove(before);
    }
    if (entry.getLastFetchedAt() != null) {
      one.state = entry;
    } else {
      one.findings.put(Keys.frontier(entry), entry);
    }
    FrontierEntry after = one.merge();
    queue(after.getDomain()).waiting.add(after);
  }

  /** The number of URLs. */
  public synchronized int size() {
    return known.size();
  }

  @Override
  public synchronized List<FrontierEntry> due(String domain, Instant now, int max) {
    Queue queue = queues.get(domain);
    return queue == null ? List.of() : queue.due(now, max);
  }

  @Override
  public synchronized Optional<FrontierEntry> get(String url) {
    return Optional.ofNullable(known.get(url)).map(one -> one.effective);
  }

  @Override
  public synchronized Optional<Instant> nextDue(String domain) {
    Queue queue = queues.get(domain);
    return queue == null ? Optional.empty() : queue.nextDue();
  }

  private Queue queue(String domain) {
    return queues.computeIfAbsent(domain, name -> new Queue());
  }

  /** The entries of a domain: those that wait for their time, and those whose time has come. */
  private static final class Queue {
    private final TreeSet<FrontierEntry> waiting = new TreeSet<>(BY_TIME);
    private final TreeSet<FrontierEntry> ready = new TreeSet<>(BY_PRIORITY);

    void remove(FrontierEntry entry) {
      waiting.remove(entry);
      ready.remove(entry);
    }

    List<FrontierEntry> due(Instant now, int max) {
      while (!waiting.isEmpty() && !waiting.first().getNextFetchAt().isAfter(now)) {
        ready.add(waiting.pollFirst());
      }
      return ready.stream()
          .filter(entry -> !entry.getNextFetchAt().isAfter(now))
          .limit(max)
          .toList();
    }

    Optional<Instant> nextDue() {
      if (!ready.isEmpty()) {
        return Optional.of(ready.first().getNextFetchAt());
      }
      return waiting.isEmpty() ? Optional.empty() : Optional.of(waiting.first().getNextFetchAt());
    }
  }

  /** What is known of one URL. */
  private static final class Known {
    private @Nullable FrontierEntry state;
    private final Map<String, FrontierEntry> findings = new HashMap<>();
    private @Nullable FrontierEntry effective;

    FrontierEntry merge() {
      FrontierEntry fetched = state;
      if (fetched != null) {
        findings.values().removeIf(finding -> !adds(finding, fetched));
      }
      List<FrontierEntry> open = new ArrayList<>(findings.values());
      open.sort(Comparator.comparing(FrontierEntry::getDiscoveredAt));
      FrontierEntry base = fetched != null ? fetched : open.get(0);
      FrontierEntry merged = open.isEmpty() ? base : united(base, open);
      effective = merged;
      return merged;
    }

    private static boolean adds(FrontierEntry finding, FrontierEntry state) {
      Instant fetched = state.getLastFetchedAt();
      boolean news =
          finding.getPriority() > 0
              && fetched != null
              && finding.getDiscoveredAt().isAfter(fetched);
      return news
          || (state.getRedirects().size() < MAX_REDIRECTS
              && !state.getRedirects().containsAll(finding.getRedirects()));
    }

    private static FrontierEntry united(FrontierEntry base, List<FrontierEntry> open) {
      FrontierEntry merged = FrontierEntry.newBuilder(base).build();
      Set<String> redirects = new LinkedHashSet<>(base.getRedirects());
      for (FrontierEntry finding : open) {
        redirects.addAll(finding.getRedirects());
        merged.setPriority(Math.max(merged.getPriority(), finding.getPriority()));
        if (finding.getNextFetchAt().isBefore(merged.getNextFetchAt())) {
          merged.setNextFetchAt(finding.getNextFetchAt());
        }
      }
      merged.setRedirects(new ArrayList<>(redirects));
      return merged;
    }
  }
}
