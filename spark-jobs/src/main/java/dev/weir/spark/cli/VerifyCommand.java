package dev.weir.spark.cli;

import dev.weir.schemas.settings.Durations;
import dev.weir.schemas.status.Json;
import dev.weir.spark.query.Queries;
import dev.weir.spark.running.StreamQuery;
import dev.weir.spark.stack.JobSettings;
import dev.weir.spark.stack.SparkSessions;
import dev.weir.spark.verify.Verification;
import dev.weir.spark.verify.VerifyReport;
import dev.weir.spark.verify.VerifyReport.Difference;
import dev.weir.spark.verify.VerifyReport.DoubleRow;
import dev.weir.spark.verify.VerifyReport.QueryReport;
import dev.weir.spark.verify.VerifyReport.TableReport;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "verify",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Recomputes final windows, sessions and mentions from the history, and compares them with what was published.",
      "Prints what was compared: windows, keys and rows of each query, rows and identities of each table.",
      "Exit 0 if all is equal; 1 if something differs (each window and key is named), an identity has several rows in the history, nothing is final, a query has stopped, or the history has not got so far."
    },
    footer = {
      "",
      "Examples:",
      "  verify --settings weir.yaml",
      "  verify --queries counts,links --since 2h --wait 60s --json"
    })
final class VerifyCommand implements Callable<Integer> {

  @Mixin private SettingsOption settings = new SettingsOption();

  @Option(
      names = "--queries",
      split = ",",
      paramLabel = "NAME",
      description = "What to verify (default: all queries but history).")
  private @Nullable List<String> queries;

  @Option(
      names = "--since",
      paramLabel = "DURATION",
      defaultValue = "24h",
      description = "How far back windows may begin (default: ${DEFAULT-VALUE}).")
  private String since = "24h";

  @Option(
      names = "--wait",
      paramLabel = "DURATION",
      defaultValue = "60s",
      description = "How long to wait for the history (default: ${DEFAULT-VALUE}).")
  private String patience = "60s";

  @Option(
      names = "--max-lag",
      paramLabel = "DURATION",
      defaultValue = "5m",
      description =
          "How far final results may be behind the present, beyond the delay that they have anyway; further means that a query has stopped (default: ${DEFAULT-VALUE}).")
  private String maxLag = "5m";

  @Option(names = "--json", description = "The whole report as JSON.")
  private boolean json;

  @Spec
  @SuppressWarnings("NullAway.Init")
  private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    JobSettings settings = this.settings.read();
    Instant from = Instant.now().minus(duration("--since", since));
    Duration wait = duration("--wait", patience);
    Duration lag = duration("--max-lag", maxLag);
    List<StreamQuery> compared = compared();
    SparkSession session = SparkSessions.start(settings);
    try {
      VerifyReport report = new Verification(session, settings).verify(compared, from, wait, lag);
      print(report);
      return report.isEqual() ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
    } finally {
      session.stop();
    }
  }

  private List<StreamQuery> compared() {
    if (queries == null) {
      return Queries.comparable();
    }
    try {
      return queries.stream()
          .map(name -> Queries.of(name.strip(), Queries.comparable()))
          .distinct()
          .toList();
    } catch (IllegalArgumentException e) {
      throw new CommandLine.ParameterException(
          spec.commandLine(), "--queries: " + e.getMessage(), e);
    }
  }

  private Duration duration(String option, String text) {
    try {
      return Durations.parse(text);
    } catch (IllegalArgumentException e) {
      throw new CommandLine.ParameterException(
          spec.commandLine(), option + ": " + e.getMessage(), e);
    }
  }

  private void print(VerifyReport report) {
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(Json.line(report));
    } else {
      report.waitingFor().forEach(missing -> out.println("waiting for " + missing));
      report.tables().forEach(table -> print(out, table));
      report.queries().forEach(query -> print(out, query));
    }
    out.flush();
  }

  private static void print(PrintWriter out, TableReport table) {
    out.printf(
        "%s: %d rows, %d identities: %s%n",
        table.table(),
        table.rows(),
        table.identities(),
        table.doubleCount() == 0 ? "each once" : table.doubleCount() + " have several rows");
    for (DoubleRow row : table.doubles()) {
      out.printf(
          "  %s '%s': expected 1 row, got: %d, at %s%n",
          table.table(), row.identity(), row.rows(), String.join(", ", row.offsets()));
    }
  }

  private static void print(PrintWriter out, QueryReport query) {
    if (!query.problem().isEmpty()) {
      out.printf("%s: no proof: %s%n", query.query(), query.problem());
    }
    if (query.until().equals(Instant.EPOCH)) {
      return;
    }
    String result = query.keys() == 0 ? "nothing to compare" : "equal";
    out.printf(
        "%s: %d windows, %d keys, %d rows from %s until %s: %s%n",
        query.query(),
        query.windows(),
        query.keys(),
        query.rows(),
        query.from(),
        query.until(),
        query.differenceCount() == 0 ? result : query.differenceCount() + " differ");
    for (Difference difference : query.differences()) {
      out.printf(
          "  %s %s %s '%s': expected %s, got: %s%n",
          query.query(),
          difference.windowStart(),
          difference.metric(),
          difference.dimension(),
          difference.expected(),
          difference.found());
    }
    query
        .stale()
        .forEach(
            stale ->
                out.printf(
                    "  %s %s is stale: %d late rows in the history%n",
                    query.query(), stale.windowStart(), stale.lateRows()));
  }
}
