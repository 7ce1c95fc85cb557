package dev.weir.spark.cli;

import dev.weir.spark.query.Queries;
import dev.weir.spark.running.Gaps;
import dev.weir.spark.running.StreamApplication;
import dev.weir.spark.running.StreamApplication.Outcome;
import dev.weir.spark.running.StreamQuery;
import dev.weir.spark.stack.JobSettings;
import dev.weir.spark.stack.SparkSessions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.util.ShutdownHookManager;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "stream",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Runs named queries until it is told to stop.",
    footer = {
      "",
      "Examples:",
      "  stream --settings weir.yaml",
      "  stream --queries history,counts --settings weir.yaml --status-file run/spark.json"
    })
final class StreamCommand implements Callable<Integer> {

  /** Above Spark's own hooks (40), so that queries end before their context does. */
  private static final int HOOK_PRIORITY = 100;

  @Option(
      names = "--queries",
      split = ",",
      paramLabel = "NAME",
      description =
          "Queries to run: history, mentions, counts, links, sessions (default: queries.run of the settings).")
  private @Nullable List<String> queries;

  @Mixin private SettingsOption settings = new SettingsOption();

  @Option(names = "--supervised", description = "End cleanly when standard input closes.")
  private boolean supervised;

  @Option(
      names = "--status-file",
      paramLabel = "FILE",
      description = "Write a status as JSON each second.")
  private @Nullable Path statusFile;

  @Option(
      names = "--accept-gap",
      description = "Go on although records expired before they were read.")
  private boolean acceptGap;

  @Option(
      names = "--wait-for-owner",
      description =
          "Wait where another process runs a query, and take over when that ends. Without it, such a query is refused.")
  private boolean waitForOwner;

  @Spec
  @SuppressWarnings("NullAway.Init")
  private CommandSpec spec;

  @Override
  public Integer call() throws InterruptedException {
    JobSettings settings = this.settings.read();
    List<StreamQuery> named = named(settings);
    SparkSession session = SparkSessions.start(settings);
    StreamApplication application =
        new StreamApplication(
            session,
            settings,
            named,
            acceptGap ? Gaps.ACCEPTED : Gaps.REFUSED,
            waitForOwner,
            Optional.ofNullable(statusFile));
    ShutdownHookManager.get()
        .addShutdownHook(application::stopAndWait, HOOK_PRIORITY, 65, TimeUnit.SECONDS);
    if (supervised) {
      stopWithStandardInput(application);
    }
    Outcome outcome = application.run();
    session.stop();
    return outcome == Outcome.STOPPED ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
  }

  private List<StreamQuery> named(JobSettings settings) {
    try {
      return (queries == null ? settings.queries().run() : queries)
          .stream().map(String::strip).map(Queries::of).distinct().toList();
    } catch (IllegalArgumentException e) {
      throw new CommandLine.ParameterException(spec.commandLine(), String.valueOf(e.getMessage()));
    }
  }

  private static void stopWithStandardInput(StreamApplication application) {
    Thread watch =
        new Thread(
            () -> {
              try {
                while (System.in.read() >= 0) {
                  // Nobody says anything; only the end counts.
                }
              } catch (IOException e) {
                // As good as closed.
              }
              // Servers may have ended with our supervisor: a query that tries to reach them
              // could go on for long, beside the one that is started next.
              if (!application.stopAndWait()) {
                Runtime.getRuntime().halt(CommandLine.ExitCode.SOFTWARE);
              }
            },
            "standard-input");
    watch.setDaemon(true);
    watch.start();
  }
}
