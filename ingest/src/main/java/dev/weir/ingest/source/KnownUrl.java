package dev.weir.ingest.source;

import dev.weir.schemas.record.FrontierEntry;
import dev.weir.schemas.topic.Keys;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the topic's records say of one URL, taken in any order.
 *
 * <p>An entry with a time of last fetch is <em>state</em>, and the last one holds. An entry without
 * is a <em>finding</em>: it makes an unknown URL known; a known URL it makes due only where it is
 * newer than the last fetch and either says that the page changed (priority above 0) or the URL
 * sleeps ({@link DeadUrls}), or where it names a redirect that the state does not have. A finding
 * never takes anything from the state.
 *
 * <p>Entries are not to be modified once they were given here. Not safe for several threads.
 */
public final class KnownUrl {

  /** Maximum number of findings, each with a redirect of its own; further ones are ignored. */
  private static final int MAX_FINDINGS = FrontierIndex.MAX_REDIRECTS;

  private @Nullable FrontierEntry state;
  private final Map<String, FrontierEntry> findings = new LinkedHashMap<>();

  /** Applies one record of the URL. */
  public void accept(FrontierEntry entry) {
    if (entry.getLastFetchedAt() != null) {
      state = entry;
    } else {
      String key = Keys.frontier(entry);
      if (findings.size() < MAX_FINDINGS || findings.containsKey(key)) {
        findings.put(key, entry);
      }
    }
    FrontierEntry fetched = state;
    if (fetched != null) {
      findings.values().removeIf(finding -> !adds(finding, fetched));
    }
  }

  /** The record of a key was deleted. */
  public void remove(String key) {
    FrontierEntry fetched = state;
    if (fetched != null && Keys.frontier(fetched).equals(key)) {
      state = null;
    }
    findings.remove(key);
  }

  /** The state after the last fetch, if there was one. */
  public Optional<FrontierEntry> state() {
    return Optional.ofNullable(state);
  }

  /** The findings that add something to the state. */
  public Collection<FrontierEntry> findings() {
    return List.copyOf(findings.values());
  }

  /** State and findings merged into one entry; empty if nothing is known any more. */
  public Optional<FrontierEntry> merged() {
    List<FrontierEntry> open = new ArrayList<>(findings.values());
    open.sort(Comparator.comparing(FrontierEntry::getDiscoveredAt));
    FrontierEntry fetched = state;
    if (fetched == null && open.isEmpty()) {
      return Optional.empty();
    }
    FrontierEntry base = fetched != null ? fetched : open.get(0);
    return Optional.of(open.isEmpty() ? base : united(base, open));
  }

  private static boolean adds(FrontierEntry finding, FrontierEntry state) {
    Instant fetched = state.getLastFetchedAt();
    boolean wakes = finding.getPriority() > 0 || DeadUrls.isWoken(state, finding.getDiscoveredAt());
    boolean news = wakes && fetched != null && finding.getDiscoveredAt().isAfter(fetched);
    return news
        || (state.getRedirects().size() < FrontierIndex.MAX_REDIRECTS
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
