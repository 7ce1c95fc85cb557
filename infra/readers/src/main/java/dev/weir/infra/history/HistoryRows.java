package dev.weir.infra.history;

import dev.weir.infra.output.Rows;
import dev.weir.infra.sql.SqlEngine;
import dev.weir.infra.sql.SqlResult;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The rows of one table, file by file, so that neither memory nor the cache needs room for all of
 * them. In no particular order of time.
 */
public final class HistoryRows implements Rows, AutoCloseable {

  private final SqlEngine engine;
  private final HistoryViews views;
  private final HistoryTable table;
  private final HistoryTable.View view;
  private final Deque<HistoryTable.DataFile> left;
  private @Nullable SqlResult current;

  private HistoryRows(
      SqlEngine engine, HistoryViews views, HistoryTable table, HistoryTable.View view)
      throws IOException {
    this.engine = engine;
    this.views = views;
    this.table = table;
    this.view = view;
    this.left = new ArrayDeque<>(table.plan(view));
  }

  /** Plans the files; the first is fetched with the first row. */
  public static HistoryRows open(History history, HistoryTable table, HistoryTable.View view)
      throws IOException, SQLException {
    return new HistoryRows(history.engine(), history.views(), table, view);
  }

  @Override
  public List<String> columns() {
    return table.columns().stream().map(HistoryTable.Column::name).toList();
  }

  @Override
  public Optional<List<@Nullable Object>> next() throws IOException, SQLException {
    while (true) {
      if (current == null) {
        if (left.isEmpty()) {
          return Optional.empty();
        }
        Path file = views.fetch(left.remove());
        current =
            engine.query(
                HistoryViews.select(table, List.of(file)) + HistoryViews.range(table, view));
      }
      Optional<List<@Nullable Object>> row = current.next();
      if (row.isPresent()) {
        return row;
      }
      current.close();
      current = null;
    }
  }

  @Override
  public void close() throws SQLException {
    if (current != null) {
      current.close();
    }
    engine.close();
  }
}
