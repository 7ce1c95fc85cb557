package dev.weir.ingest.source;

import dev.weir.schemas.record.FrontierEntry;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The URLs of a shard that are to be fetched: what fetches have left of them and what sources have
 * found since, made one by {@link FrontierIndex}. It is changed by publishing entries ({@link
 * Outgoing#frontier}); those of an accepted result are seen by the next poll, committed or not.
 * Safe for use by several threads; entries are not to be modified.
 */
public interface Frontier {

  /**
   * The entries of a registrable domain whose time has come: higher priority first, then the
   * longest due.
   *
   * @param max at most so many
   */
  List<FrontierEntry> due(String domain, Instant now, int max);

  /**
   * What is known of a normalised URL; empty if it was never found, or belongs to another shard.
   */
  Optional<FrontierEntry> get(String url);

  /** When the next entry of a domain falls due; empty if it has none. */
  Optional<Instant> nextDue(String domain);

  /** A frontier without entries. */
  static Frontier none() {
    return EmptyFrontier.INSTANCE;
  }
}
