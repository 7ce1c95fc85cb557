package dev.weir.trial.cli;

import dev.weir.trial.latency.LatencyReport;
import dev.weir.trial.latency.LatencyTrial;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Measures how long an item takes from the simulator into {@code aggregates}. */
@Command(
    name = "latency",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description =
        "Measures how long an item takes from the instant at which it was served into the topic aggregates,"
            + " by one hop (counts) and by two (links), with all parts running and no fault.",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:Every item was accounted for",
      "1:It failed, or an item was not accounted for",
      "2:It was asked wrongly"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  ./weir trial latency",
      "  ./weir trial latency --rate 100 --seconds 60 --warm-up 30 --json",
      "  ./weir trial latency --queries '{trigger: 500ms}'"
    })
final class LatencyCommand implements Callable<Integer> {
  @Spec
  @SuppressWarnings("NullAway.Init")
  private CommandSpec spec;

  @Option(
      names = "--rate",
      defaultValue = "500",
      paramLabel = "N",
      description = "Posts and articles a second that reach Weir (default: ${DEFAULT-VALUE}).")
  private double rate;

  @Option(
      names = "--seconds",
      defaultValue = "180",
      paramLabel = "N",
      description = "How long to measure (default: ${DEFAULT-VALUE}).")
  private int seconds;

  @Option(
      names = "--warm-up",
      defaultValue = "60",
      paramLabel = "N",
      description = "Seconds that the world runs before (default: ${DEFAULT-VALUE}).")
  private int warmUp;

  @Option(
      names = "--time",
      defaultValue = "{}",
      paramLabel = "YAML",
      description = "The settings' section time in one line (default: as shipped).")
  private String time = "{}";

  @Option(
      names = "--queries",
      defaultValue = "{}",
      paramLabel = "YAML",
      description = "The settings' section queries in one line (default: as shipped).")
  private String queries = "{}";

  @Mixin private KeepOption keep = new KeepOption();

  @Option(names = "--json", description = "One JSON object in place of tables.")
  private boolean json;

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (!(rate > 0) || seconds < 1 || warmUp < 0) {
      throw new ParameterException(
          spec.commandLine(),
          "Expected a rate and seconds above 0, got: %s and %d".formatted(rate, seconds));
    }
    LatencyTrial.Plan plan =
        new LatencyTrial.Plan(
            rate, Duration.ofSeconds(warmUp), Duration.ofSeconds(seconds), time, queries);
    LatencyReport report;
    try (TrialFolder folder = keep.folder()) {
      report = new LatencyTrial(plan, spec.commandLine().getErr()).run(folder.path());
    }
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(report.json());
    } else {
      report.lines().forEach(out::println);
    }
    out.flush();
    return report.isComplete() ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
  }
}
