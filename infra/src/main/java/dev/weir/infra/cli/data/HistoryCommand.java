package dev.weir.infra.cli.data;

import dev.weir.infra.cli.shared.OutputOption;
import dev.weir.infra.history.HistoryQuery;
import dev.weir.infra.output.OutputFormat;
import dev.weir.infra.output.Rows;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
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
      "Browses and queries the history, without Spark.",
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
public final class HistoryCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

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
      @Mixin HistoryOption history,
      @Mixin OutputOption output,
      @Parameters(paramLabel = "TABLE", arity = "0..1", description = TableOption.TABLES)
          @Nullable String table,
      @Parameters(
              paramLabel = "PARTITION",
              arity = "0..1",
              description = "As listed, such as event_time_day=2026-11-01.")
          @Nullable String partition)
      throws Exception {
    return history.read(
        opened -> {
          HistoryListing listing = new HistoryListing(opened);
          if (table == null) {
            output.write(listing.tables(), out());
          } else if (partition == null) {
            output.write(listing.partitions(table), out());
          } else {
            output.write(listing.objects(table, partition), out());
          }
        });
  }

  @Command(
      name = "schema",
      mixinStandardHelpOptions = true,
      description = "The columns of a table, with their types in SQL.")
  int schema(@Mixin TableOption table, @Mixin OutputOption output) throws Exception {
    return table.read(opened -> output.write(HistoryListing.columns(opened), out()));
  }

  @Command(
      name = "snapshots",
      mixinStandardHelpOptions = true,
      description = "The snapshots of a table that are kept, for --snapshot and --as-of.")
  int snapshots(@Mixin TableOption table, @Mixin OutputOption output) throws Exception {
    return table.read(opened -> output.write(HistoryListing.snapshots(opened), out()));
  }

  @Command(
      name = "head",
      mixinStandardHelpOptions = true,
      description = "Some rows of a table; fetches only the files that it needs.")
  int head(
      @Mixin TableOption table,
      @Mixin OutputOption output,
      @Mixin RangeOptions range,
      @Option(
              names = {"-n", "--limit"},
              paramLabel = "N",
              defaultValue = "10",
              description = "How many; default: ${DEFAULT-VALUE}.")
          long limit)
      throws Exception {
    return table.readRows(range.range(), rows -> output.write(Rows.limit(rows, limit), out()));
  }

  @Command(
      name = "cat",
      mixinStandardHelpOptions = true,
      description =
          "All rows of a table as JSON lines or CSV, file by file, so that it may be larger than memory and cache.")
  int cat(
      @Mixin TableOption table,
      @Mixin RangeOptions range,
      @Option(
              names = "--format",
              paramLabel = "FORMAT",
              defaultValue = "json",
              description = "json or csv; default: ${DEFAULT-VALUE}.")
          OutputFormat format)
      throws Exception {
    return table.readRows(range.range(), rows -> format.write(rows, out()));
  }

  @Command(
      name = "sql",
      mixinStandardHelpOptions = true,
      description = "Answers one SELECT in DuckDB's SQL over the tables.")
  int sql(
      @Mixin HistoryOption history,
      @Mixin OutputOption output,
      @Mixin RangeOptions range,
      @Parameters(paramLabel = "SELECT", description = "The query, or - for standard input.")
          String select)
      throws Exception {
    String text =
        select.equals("-") ? new String(System.in.readAllBytes(), StandardCharsets.UTF_8) : select;
    return history.read(
        opened ->
            new HistoryQuery(opened)
                .run(text, range.range(), result -> output.write(result, out())));
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }
}
