package dev.weir.ingest.frontier;

import dev.weir.ingest.source.DeadUrls;
import dev.weir.schemas.record.FrontierEntry;

/**
 * Decides which URLs leave the frontier: dead ones that never had a published page. A URL that left
 * and is found again starts from scratch. Pure.
 */
final class Departures {
  private Departures() {}

  static boolean leaves(FrontierEntry state) {
    return DeadUrls.isDead(state) && !DeadUrls.wasPublished(state);
  }
}
