package dev.weir.infra.history;

import dev.weir.infra.sql.SqlEngine;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.apache.iceberg.types.Types;

/**
 * Puts the history's tables into a DuckDB as views, by their field ids, so that a column keeps its
 * data under a new name.
 */
public final class HistoryViews {

  private static final int TRANSFERS = 8;

  private final FileCache cache;

  public HistoryViews(FileCache cache) {
    this.cache = cache;
  }

  /**
   * Fetches the files and makes the view of the table's name; for {@code posts} also {@code
   * posts_current}.
   *
   * @return the local files behind it, which the engine must be allowed to read
   */
  public List<Path> create(SqlEngine engine, HistoryTable table, HistoryTable.View view)
      throws IOException, SQLException, InterruptedException {
    List<Path> files = fetch(table.plan(view));
    engine.run("CREATE VIEW " + table.name() + " AS " + select(table, files) + range(table, view));
    if (table.name().equals("posts")) {
      createCurrent(engine);
    }
    return files;
  }

  /**
   * A view without rows for a table that was never written, so that the same queries run from the
   * first minute on.
   */
  public static void createEmpty(SqlEngine engine, String name, String columns)
      throws SQLException {
    engine.run("CREATE TABLE " + name + "(" + columns + ")");
    if (name.equals("posts")) {
      createCurrent(engine);
    }
  }

  /** The newest version of each post that was not deleted. */
  private static void createCurrent(SqlEngine engine) throws SQLException {
    engine.run(
        """
        CREATE VIEW posts_current AS
        SELECT * FROM posts
        QUALIFY row_number() OVER (
            PARTITION BY network, id
            ORDER BY operation = 'DELETE' DESC, event_time DESC, observed_at DESC, version DESC) = 1
          AND operation <> 'DELETE'
        """);
  }

  /** The rows of some files of a table, as a SELECT. */
  static String select(HistoryTable table, List<Path> files) {
    List<Types.NestedField> fields = table.schema().columns();
    if (files.isEmpty()) {
      return fields.stream()
          .map(
              field ->
                  "NULL::%s AS %s"
                      .formatted(DuckTypes.of(field.type()), SqlEngine.identifier(field.name())))
          .collect(Collectors.joining(", ", "SELECT ", " LIMIT 0"));
    }
    String schema =
        fields.stream()
            .map(
                field ->
                    "%d: {name: %s, type: %s, default_value: NULL}"
                        .formatted(
                            field.fieldId(),
                            SqlEngine.literal(field.name()),
                            SqlEngine.literal(DuckTypes.of(field.type()))))
            .collect(Collectors.joining(", ", "MAP {", "}"));
    String paths =
        files.stream()
            .map(file -> SqlEngine.literal(file.toAbsolutePath().toString()))
            .collect(Collectors.joining(", ", "[", "]"));
    return "SELECT * FROM read_parquet(" + paths + ", schema = " + schema + ")";
  }

  static String range(HistoryTable table, HistoryTable.View view) {
    Optional<String> column = table.timeColumn().map(SqlEngine::identifier);
    List<String> conditions = new ArrayList<>();
    column.ifPresent(
        name -> {
          view.since().ifPresent(time -> conditions.add(name + " >= " + timestamp(time)));
          view.until().ifPresent(time -> conditions.add(name + " < " + timestamp(time)));
        });
    return conditions.isEmpty() ? "" : " WHERE " + String.join(" AND ", conditions);
  }

  private static String timestamp(Instant time) {
    return "TIMESTAMPTZ " + SqlEngine.literal(time.toString());
  }

  /** The local copies, several transfers at a time, in the order given. */
  private List<Path> fetch(List<HistoryTable.DataFile> files)
      throws IOException, InterruptedException {
    ExecutorService transfers = Executors.newFixedThreadPool(TRANSFERS);
    try {
      List<Future<Path>> running = new ArrayList<>();
      for (HistoryTable.DataFile file : files) {
        running.add(transfers.submit(() -> fetch(file)));
      }
      List<Path> paths = new ArrayList<>();
      for (Future<Path> transfer : running) {
        paths.add(transfer.get());
      }
      return paths;
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException io ? io : new IOException(e.getCause());
    } finally {
      transfers.shutdownNow();
    }
  }

  /** The local copy of one file. */
  Path fetch(HistoryTable.DataFile file) throws IOException {
    return cache.fetch(file.location(), file.bytes());
  }
}
