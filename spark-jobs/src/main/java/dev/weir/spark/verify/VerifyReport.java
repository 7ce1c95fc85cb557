package dev.weir.spark.verify;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What a verification found.
 *
 * @param waitingFor what the history had not reached in time; empty where it had
 * @param tables the tables that the queries were recomputed from
 */
public record VerifyReport(
    Instant checkedAt,
    Instant since,
    List<String> waitingFor,
    List<TableReport> tables,
    List<QueryReport> queries) {

  /** How many differences and doubles are named. */
  static final int NAMED = 1000;

  public VerifyReport {
    waitingFor = List.copyOf(waitingFor);
    tables = List.copyOf(tables);
    queries = List.copyOf(queries);
  }

  /**
   * Whether there was something to compare, all of it could be compared, and all of it is equal.
   */
  public boolean isEqual() {
    return waitingFor.isEmpty()
        && tables.stream().allMatch(table -> table.doubleCount() == 0)
        && queries.stream()
            .allMatch(query -> query.problem().isEmpty() && query.differenceCount() == 0)
        && queries.stream().anyMatch(query -> query.keys() > 0);
  }

  /**
   * A table of the history: one identity must be one row.
   *
   * @param rows that were read
   * @param identities among them
   * @param doubleCount identities that have more than one row
   * @param doubles the first of them
   */
  public record TableReport(
      String table, long rows, long identities, long doubleCount, List<DoubleRow> doubles) {
    public TableReport {
      doubles = List.copyOf(doubles);
    }
  }

  /**
   * An identity with more than one row.
   *
   * @param offsets where each of them lies in the log: partition and offset
   */
  public record DoubleRow(String identity, long rows, List<String> offsets) {
    public DoubleRow {
      offsets = List.copyOf(offsets);
    }
  }

  /**
   * What was compared of a query, and what differs.
   *
   * @param from where in event time the comparison begins
   * @param until up to where its results are final
   * @param problem why there is no proof, whatever was compared; empty if there is one
   * @param windows that were compared (of sessions and mentions: none)
   * @param keys that were compared
   * @param rows that were counted in them
   * @param differenceCount all of them, also where only the first are named
   * @param stale final windows for which the history has late rows that live must not count
   */
  public record QueryReport(
      String query,
      Instant from,
      Instant until,
      String problem,
      long windows,
      long keys,
      long rows,
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
