package dev.weir.trial.latency;

import java.util.List;

/**
 * How long items took to one point.
 *
 * @param name what the point is
 * @param millis of the items that reached it
 * @param missing items that did not
 */
record Stage(String name, List<Long> millis, int missing) {
  Distribution distribution() {
    return Distribution.of(millis);
  }
}
