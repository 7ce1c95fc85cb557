package dev.weir.trial.latency;

import dev.weir.simulator.world.World;
import dev.weir.simulator.world.WorldSettings;

/** How much of a world is told to a reader of posts and articles. */
final class Served {
  private static final int SAMPLE = 100_000;

  private Served() {}

  /**
   * The share of a world's items that Weir's sources are sent: all but likes and news of accounts,
   * edits of a toot (which nobody asks for again) and deletions of one (which nobody is told).
   */
  static double share(WorldSettings settings) {
    World world = new World(settings);
    int served = 0;
    for (int item = 0; item < SAMPLE; item++) {
      served +=
          switch (world.kind(item)) {
            case TOOT, SKY_POST, SKY_UPDATE, SKY_DELETE, ARTICLE -> 1;
            default -> 0;
          };
    }
    return (double) served / SAMPLE;
  }
}
