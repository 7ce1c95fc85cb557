package dev.weir.infra.history;

import dev.weir.infra.sql.SqlEngine;
import dev.weir.infra.sql.SqlResult;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A user's SELECT over {@code posts}, {@code posts_current}, {@code pages} and {@code mentions}.
 * Only the tables that it names are fetched, and of them only the files that may hold rows of the
 * range.
 */
public final class HistoryQuery {

  private final History history;

  public HistoryQuery(History history) {
    this.history = history;
  }

  /**
   * As of when, and which stretch.
   *
   * @param snapshot a snapshot's id, of whichever table has it; the others are taken as they are
   *     now
   * @param asOf for all tables, the state at this time
   * @param since from which stream time on, inclusive
   * @param until up to which stream time, exclusive
   */
  public record Range(
      Optional<Long> snapshot,
      Optional<Instant> asOf,
      Optional<Instant> since,
      Optional<Instant> until) {

    /** Everything, as it is now. */
    public static final Range ALL =
        new Range(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
  }

  /** Takes the answer, which is gone when it returns. */
  public interface Reader {
    void read(SqlResult result) throws Exception;
  }

  /**
   * Runs the query.
   *
   * @throws SQLException where it is not one SELECT, or DuckDB refuses it
   * @throws IOException where catalogue or bucket cannot be read
   * @throws IllegalArgumentException where there is no such snapshot
   */
  public void run(String select, Range range, Reader reader) throws Exception {
    // DuckDB takes half a second to start, which is used to look up the tables.
    try (Starting starting = new Starting(history)) {
      Map<String, Optional<HistoryTable>> tables = tables(named(select));
      range.snapshot().ifPresent(id -> requireSnapshot(id, tables.values().stream()));
      SqlEngine engine = starting.engine();
      engine.fence(createViews(engine, tables, range));
      try (SqlResult result = engine.query(select)) {
        reader.read(result);
      }
    }
  }

  /** An engine that starts meanwhile. */
  private static final class Starting implements AutoCloseable {

    private final CompletableFuture<SqlEngine> engine;

    Starting(History history) {
      engine =
          CompletableFuture.supplyAsync(
              () -> {
                try {
                  return history.engine();
                } catch (IOException | SQLException e) {
                  throw new CompletionException(e);
                }
              });
    }

    SqlEngine engine() throws IOException, SQLException {
      try {
        return engine.join();
      } catch (CompletionException e) {
        if (e.getCause() instanceof IOException cause) {
          throw cause;
        }
        if (e.getCause() instanceof SQLException cause) {
          throw cause;
        }
        throw e;
      }
    }

    @Override
    public void close() {
      try {
        engine.join().close();
      } catch (CompletionException e) {
        // It never started: engine() reports why, or something failed before.
      }
    }
  }

  private Map<String, Optional<HistoryTable>> tables(List<String> names) throws IOException {
    Map<String, Optional<HistoryTable>> tables = new LinkedHashMap<>();
    for (String name : names) {
      tables.put(name, history.table(name));
    }
    return tables;
  }

  private List<Path> createViews(
      SqlEngine engine, Map<String, Optional<HistoryTable>> tables, Range range)
      throws IOException, SQLException, InterruptedException {
    List<Path> files = new ArrayList<>();
    for (Map.Entry<String, Optional<HistoryTable>> entry : tables.entrySet()) {
      Optional<HistoryTable> table = entry.getValue();
      if (table.isPresent()) {
        files.addAll(history.views().create(engine, table.get(), view(table.get(), range)));
      } else {
        HistoryViews.createEmpty(engine, entry.getKey(), DuckTypes.columns(entry.getKey()));
      }
    }
    return files;
  }

  /** The tables whose names stand anywhere in the text: perhaps one too many, never one too few. */
  private static List<String> named(String select) {
    return HistoryCatalog.TABLES.stream()
        .filter(
            name ->
                Pattern.compile(Pattern.quote(name), Pattern.CASE_INSENSITIVE)
                    .matcher(select)
                    .find())
        .toList();
  }

  private static void requireSnapshot(long id, Stream<Optional<HistoryTable>> tables) {
    if (tables.flatMap(Optional::stream).noneMatch(table -> table.hasSnapshot(id))) {
      throw new IllegalArgumentException(
          "Expected a snapshot of one of the query's tables, got: " + id);
    }
  }

  /** The view of one table that the range means. */
  public static HistoryTable.View view(HistoryTable table, Range range) {
    Optional<Long> snapshot = range.snapshot().filter(table::hasSnapshot);
    if (snapshot.isEmpty() && range.asOf().isPresent()) {
      Instant time = range.asOf().get();
      snapshot =
          Optional.of(
              table
                  .snapshotAsOf(time)
                  .orElseThrow(
                      () ->
                          new IllegalArgumentException(
                              "Expected a time for which a snapshot of %s is kept, got: %s"
                                  .formatted(table.name(), time))));
    }
    return new HistoryTable.View(snapshot, range.since(), range.until());
  }
}
