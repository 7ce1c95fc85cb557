package dev.weir.infra.cli;

import dev.weir.infra.history.History;
import dev.weir.infra.history.HistoryQuery;
import dev.weir.infra.history.HistoryRows;
import dev.weir.infra.history.HistoryTable;
import dev.weir.infra.local.ActiveSettings;
import dev.weir.infra.output.OutputFormat;
import dev.weir.infra.output.Rows;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Looks into the history: the bucket, the tables, and SQL over them. */
@Command(
    name = "history",
    mixinStandardHelpOptions = true,
    description = {
      "Browses and queries what has been kept, without Spark.",
      "Tables: posts (a row a version), pages, mentions; in SQL also posts_current, the newest version of each post that was"
          + " not deleted. Times are UTC."
    },
    footer = {
      "",
      "Examples:",
      "  ./weir history ls",
      "  ./weir history ls posts",
      "  ./weir history schema posts",
      "  ./weir history head mentions -n 5 --format json",
      "  ./weir history sql \"SELECT network, count(*) FROM posts_current GROUP BY ALL\"",
      "  ./weir history sql --since 2h \"SELECT unnest(tags) AS tag, count(*) AS n FROM posts GROUP BY 1 ORDER BY n DESC LIMIT 9\"",
      "  ./weir history cat posts --since 2026-11-01 --until 2026-11-02 > day.jsonl"
    })
@SuppressWarnings("NullAway.Init")
final class HistoryCommand implements Callable<Integer> {
  private static final String TABLE = "posts, pages or mentions.";

  @Spec private CommandSpec spec;

  private interface Work {
    Integer run(History history, PrintWriter out) throws Exception;
  }

  @Override
  public Integer call() {
    throw new ParameterException(
        spec.commandLine(), "Expected ls, schema, snapshots, head, cat or sql");
  }

  @Command(
      name = "ls",
      mixinStandardHelpOptions = true,
      description =
          "Lists the tables; of one table the partitions, with what the bucket holds of them; of one partition the objects.")
  int ls(
      @Mixin SettingsOption settings,
      @Mixin OutputOption output,
      @Parameters(paramLabel = "TABLE", arity = "0..1", description = TABLE) @Nullable String table,
      @Parameters(
              paramLabel = "PARTITION",
              arity = "0..1",
              description = "As listed, such as event_time_day=2026-11-01.")
          @Nullable String partition)
      throws Exception {
    return with(
        settings,
        (history, out) -> {
          HistoryListing listing = new HistoryListing(history);
          if (table == null) {
            output.write(listing.tables(), out);
          } else if (partition == null) {
            output.write(listing.partitions(table), out);
          } else {
            output.write(listing.objects(table, partition), out);
          }
          return 0;
        });
  }

  @Command(
      name = "schema",
      mixinStandardHelpOptions = true,
      description = "The columns of a table, with their types in SQL.")
  int schema(
      @Mixin SettingsOption settings,
      @Mixin OutputOption output,
      @Parameters(paramLabel = "TABLE", description = TABLE) String name)
      throws Exception {
    return with(
        settings,
        (history, out) -> {
          List<List<@Nullable Object>> rows = new ArrayList<>();
          for (HistoryTable.Column column : existing(history, name).columns()) {
            rows.add(
                Arrays.asList(
                    column.name(), column.type(), column.required(), column.description()));
          }
          output.write(Rows.of(List.of("column", "type", "required", "description"), rows), out);
          return 0;
        });
  }

  @Command(
      name = "snapshots",
      mixinStandardHelpOptions = true,
      description = "The committed states of a table that are kept, for --snapshot and --as-of.")
  int snapshots(
      @Mixin SettingsOption settings,
      @Mixin OutputOption output,
      @Parameters(paramLabel = "TABLE", description = TABLE) String name)
      throws Exception {
    return with(
        settings,
        (history, out) -> {
          output.write(HistoryListing.snapshots(existing(history, name)), out);
          return 0;
        });
  }

  @Command(
      name = "head",
      mixinStandardHelpOptions = true,
      description = "Some rows of a table; of the files only as many as needed are fetched.")
  int head(
      @Mixin SettingsOption settings,
      @Mixin OutputOption output,
      @Mixin RangeOptions range,
      @Parameters(paramLabel = "TABLE", description = TABLE) String name,
      @Option(
              names = {"-n", "--limit"},
              paramLabel = "N",
              defaultValue = "10",
              description = "How many; default: ${DEFAULT-VALUE}.")
          long limit)
      throws Exception {
    return with(
        settings,
        (history, out) -> {
          HistoryTable table = existing(history, name);
          try (HistoryRows rows =
              HistoryRows.open(history, table, HistoryQuery.view(table, range.range()))) {
            output.write(Rows.limit(rows, limit), out);
          }
          return 0;
        });
  }

  @Command(
      name = "cat",
      mixinStandardHelpOptions = true,
      description =
          "All rows of a table as JSON lines or CSV, file by file, so that it may be larger than memory and cache.")
  int cat(
      @Mixin SettingsOption settings,
      @Mixin RangeOptions range,
      @Parameters(paramLabel = "TABLE", description = TABLE) String name,
      @Option(
              names = "--format",
              paramLabel = "FORMAT",
              defaultValue = "json",
              description = "json or csv; default: ${DEFAULT-VALUE}.")
          OutputFormat format)
      throws Exception {
    return with(
        settings,
        (history, out) -> {
          HistoryTable table = existing(history, name);
          try (HistoryRows rows =
              HistoryRows.open(history, table, HistoryQuery.view(table, range.range()))) {
            format.write(rows, out);
          }
          return 0;
        });
  }

  @Command(
      name = "sql",
      mixinStandardHelpOptions = true,
      description = "Answers one SELECT in DuckDB's SQL over the tables.")
  int sql(
      @Mixin SettingsOption settings,
      @Mixin OutputOption output,
      @Mixin RangeOptions range,
      @Parameters(paramLabel = "SELECT", description = "The query, or - for standard input.")
          String select)
      throws Exception {
    String text =
        select.equals("-") ? new String(System.in.readAllBytes(), StandardCharsets.UTF_8) : select;
    return with(
        settings,
        (history, out) -> {
          new HistoryQuery(history).run(text, range.range(), result -> output.write(result, out));
          return 0;
        });
  }

  private Integer with(SettingsOption settings, Work work) throws Exception {
    ActiveSettings active = settings.active();
    try (History history = History.open(active.stack(), active.environment(), Clock.systemUTC())) {
      return work.run(history, spec.commandLine().getOut());
    } catch (SQLException e) {
      throw OutputOption.told(e);
    }
  }

  private static HistoryTable existing(History history, String name) throws IOException {
    Optional<HistoryTable> table = history.table(name);
    return table.orElseThrow(
        () -> new IOException("The history has no table " + name + " yet: nothing was written"));
  }
}
