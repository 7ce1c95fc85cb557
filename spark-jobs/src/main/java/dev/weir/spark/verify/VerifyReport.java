package dev.weir.spark.verify;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What a verification found.
 *
 * @param waitingFor what the history had not reached in time; empty where it had
 */
public record VerifyReport(
    Instant checkedAt, Instant since, List<String> waitingFor, List<QueryReport> queries) {

  /** Of how many differences the keys are told. */
  static final int NAMED = 1000;

  public VerifyReport {
    waitingFor = List.copyOf(waitingFor);
    queries = List.copyOf(queries);
  }

  /** Whether all that was checked is equal, and everything that should be could be checked. */
  public boolean isEqual() {
    return waitingFor.isEmpty() && queries.stream().allMatch(query -> query.differenceCount() == 0);
  }

  /**
   * A query's share.
   *
   * @param until up to where its results are final
   * @param windows that were compared (of mentions: none)
   * @param keys that were compared
   * @param differenceCount all of them, also where only the first are named
   * @param stale final windows for which the history has late rows that live must not count
   */
  public record QueryReport(
      String query,
      Instant until,
      long windows,
      long keys,
      long differenceCount,
      List<Difference> differences,
      List<Stale> stale) {
    public QueryReport {
      differences = List.copyOf(differences);
      stale = List.copyOf(stale);
    }
  }

  /**
   * A key that differs.
   *
   * @param expected by the history; empty for nothing
   * @param found as published; empty for nothing
   */
  public record Difference(
      Instant windowStart,
      Instant windowEnd,
      String metric,
      String dimension,
      Map<String, Long> expected,
      Map<String, Long> found) {}

  /** A window that a backfill would count otherwise. */
  public record Stale(Instant windowStart, long lateRows) {}
}
