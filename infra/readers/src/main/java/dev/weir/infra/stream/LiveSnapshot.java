package dev.weir.infra.stream;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the live view shows at one moment. Everything is bounded: rankings are cut, and only the
 * newest windows are in it.
 *
 * @param at when it was taken
 * @param caughtUp whether the reader has read what the topics held when it started; until then the
 *     numbers still grow
 * @param problem what keeps the reader from reading, where something does
 * @param links the most mentioned pages (canonical URLs) in the current hopping window; empty
 *     before the first one
 * @param tags the most used tags of the newest fifteen counting windows
 * @param minutes posts by network in each of the newest counting windows, the oldest first
 * @param windows what is known of each query's windows, by its name
 * @param deadLetters what was set apart in the last day
 * @param coverage what each source says of its completeness, in the order of their names
 * @param undecodable records of these topics that could not be decoded since the start
 */
public record LiveSnapshot(
    Instant at,
    boolean caughtUp,
    Optional<String> problem,
    Optional<Ranking> links,
    List<Ranked> tags,
    List<Minute> minutes,
    Map<String, QueryWindows> windows,
    DeadLetters deadLetters,
    List<SourceCoverage> coverage,
    long undecodable) {

  /** A name with its count. */
  public record Ranked(String name, long count) {}

  /** The ranking of one window; start inclusive, end exclusive. */
  public record Ranking(Instant start, Instant end, List<Ranked> entries) {}

  /** One counting window with its counts by network. */
  public record Minute(Instant start, Instant end, Map<String, Long> counts) {

    /** The sum over the networks. */
    public long total() {
      return counts.values().stream().mapToLong(Long::longValue).sum();
    }
  }

  /**
   * A query's newest windows.
   *
   * @param open how many are still counted in
   * @param finals how many are final
   * @param finalUntil the end of the newest final one
   * @param rows rows in the final ones
   * @param rowsDropped rows that Spark dropped behind its watermark; above 0 is an alarm
   * @param incomplete final ones with at least one source that is not known to be complete
   */
  public record QueryWindows(
      int open,
      int finals,
      Optional<Instant> finalUntil,
      long rows,
      long rowsDropped,
      int incomplete) {}

  /**
   * Dead letters.
   *
   * @param total how many
   * @param byType how many of each error type
   * @param last the newest one, in words
   */
  public record DeadLetters(long total, Map<String, Long> byType, Optional<String> last) {}
}
