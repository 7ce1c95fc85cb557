package dev.weir.ingest.frontier;

import dev.weir.ingest.source.DeadUrls;
import dev.weir.schemas.record.FrontierEntry;

/**
 * Which URLs leave the frontier: dead ones of which nothing was ever published. A URL that left and
 * is found again starts anew. Pure.
 */
final class Departures {
  private Departures() {}

  static boolean leaves(FrontierEntry state) {
    return DeadUrls.isDead(state) && !DeadUrls.wasPublished(state);
  }
}
