package dev.weir.simulator.world;

import dev.weir.simulator.fault.FaultSettings;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * Everything that decides a world.
 *
 * @param epoch when item 0 appears; whole milliseconds
 * @param rate items a second
 * @param total how many items there will be; 0 for no end
 */
public record WorldSettings(
    long seed, Instant epoch, double rate, long total, FaultSettings faults) {
  public WorldSettings {
    if (!(rate > 0 && rate <= 100_000)) {
      throw new IllegalArgumentException(
          "Expected a rate above 0 and up to 100000 items a second, got: " + rate);
    }
    if (total < 0) {
      throw new IllegalArgumentException("Expected a total of 0 or more items, got: " + total);
    }
    epoch = epoch.truncatedTo(ChronoUnit.MILLIS);
  }
}
