package dev.weir.spark.verify;

import dev.weir.schemas.settings.TimeSettings;
import dev.weir.spark.running.KeptTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A stretch of event time whose results were computed with the same settings. For results that have
 * no record of their own as windows have.
 */
record Stretch(TimeSettings time, Instant from, Instant until) {

  /**
   * The stretches from one instant to another. Where a query has begun anew with other settings,
   * results that lie on both sides of that instant are in neither stretch.
   *
   * @param kept what the present generation computes with, and since when
   * @param before what was computed with before that; empty if nothing says so: then only results
   *     of the present generation are compared
   * @param keys the settings that the query's results depend on
   */
  static List<Stretch> between(
      Instant since,
      Instant until,
      KeptTime kept,
      Optional<TimeSettings> before,
      Set<String> keys) {
    boolean isOne = before.isPresent() && only(before.get(), keys).equals(only(kept.time(), keys));
    if (isOne || !kept.since().isAfter(since)) {
      return List.of(new Stretch(kept.time(), since, until));
    }
    Stretch now = new Stretch(kept.time(), kept.since(), until);
    return before
        .map(time -> List.of(new Stretch(time, since, kept.since()), now))
        .orElse(List.of(now));
  }

  private static Map<String, Long> only(TimeSettings time, Set<String> keys) {
    Map<String, Long> millis = time.toMillis();
    millis.keySet().retainAll(keys);
    return millis;
  }
}
