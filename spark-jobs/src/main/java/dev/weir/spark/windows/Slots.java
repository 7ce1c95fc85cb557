package dev.weir.spark.windows;

import java.time.Duration;
import java.time.Instant;

/**
 * Where windows lie: as Spark lays them, each start a multiple of the slide from the epoch on.
 *
 * @param size of a window
 * @param slide from one start to the next; the size itself for tumbling windows
 */
record Slots(Duration size, Duration slide) {

  Instant end(Instant start) {
    return start.plus(size);
  }

  /** The start of the first window that ends after an instant. */
  Instant firstEndingAfter(Instant instant) {
    long step = slide.toMillis();
    long slot = Math.floorDiv(instant.minus(size).toEpochMilli(), step) + 1;
    return Instant.ofEpochMilli(slot * step);
  }
}
