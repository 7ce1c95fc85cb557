package dev.weir.ingest.source;

import dev.weir.schemas.record.FrontierEntry;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The URLs of a shard that are to be fetched: the state after fetches and new findings of sources,
 * merged by {@link FrontierIndex}. It is changed by publishing entries ({@link Outgoing#frontier});
 * those of an accepted result are visible to the next poll, committed or not. Thread-safe; entries
 * must not be modified.
 */
public interface Frontier {

  /**
   * The due entries of a registrable domain: higher priority first, then the longest due.
   *
   * @param max maximum number of entries
   */
  List<FrontierEntry> due(String domain, Instant now, int max);

  /** The state of a normalized URL; empty if it was never found, or belongs to another shard. */
  Optional<FrontierEntry> get(String url);

  /** When the next entry of a domain is due; empty if it has none. */
  Optional<Instant> nextDue(String domain);

  /** A frontier without entries. */
  static Frontier none() {
    return EmptyFrontier.INSTANCE;
  }
}
