package dev.weir.infra.cli.data;

import dev.weir.infra.history.History;
import dev.weir.infra.history.HistoryQuery;
import dev.weir.infra.history.HistoryRows;
import dev.weir.infra.history.HistoryTable;
import dev.weir.infra.output.Rows;
import java.io.IOException;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Which table of which history is meant: to be mixed into a command that reads it. */
final class TableOption {
  static final String TABLES = "posts, pages or mentions.";

  @Mixin private final HistoryOption history = new HistoryOption();

  @Parameters(paramLabel = "TABLE", description = TABLES)
  @SuppressWarnings("NullAway.Init")
  private String name;

  TableOption() {}

  /** What is read of the table. */
  @FunctionalInterface
  interface Work {
    void with(HistoryTable table) throws Exception;
  }

  /** What is read of the table's rows. */
  @FunctionalInterface
  interface RowsWork {
    void with(Rows rows) throws Exception;
  }

  /** Opens the table, reads, and returns the exit code. */
  int read(Work work) throws Exception {
    return history.read(opened -> work.with(table(opened)));
  }

  /** Opens the rows of the range, reads, and returns the exit code. */
  int readRows(HistoryQuery.Range range, RowsWork work) throws Exception {
    return history.read(
        opened -> {
          HistoryTable table = table(opened);
          try (HistoryRows rows =
              HistoryRows.open(opened, table, HistoryQuery.view(table, range))) {
            work.with(rows);
          }
        });
  }

  private HistoryTable table(History opened) throws IOException {
    return opened
        .table(name)
        .orElseThrow(
            () ->
                new IOException("The history has no table " + name + " yet: nothing was written"));
  }
}
