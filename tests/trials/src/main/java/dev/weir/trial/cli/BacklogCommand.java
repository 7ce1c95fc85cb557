package dev.weir.trial.cli;

import dev.weir.trial.backlog.BacklogReport;
import dev.weir.trial.backlog.BacklogTrial;
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

/** Measures how Spark's queries work off a backlog. */
@Command(
    name = "backlog",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description =
        "Fills the log while Spark does not run, and measures how Spark's queries work that off: seconds to the"
            + " first aggregate, posts a second, heap, rows behind the watermark, and what a kill in the middle costs.",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:Every post is counted, and no row came behind the watermark",
      "1:It failed, or a post is missing, or a row came behind the watermark",
      "2:It was asked wrongly"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  ./weir trial backlog --posts 10000000",
      "  ./weir trial backlog --posts 1000000 --no-kill --queries counts",
      "  ./weir trial backlog --settings '{max-offsets-per-trigger: 50000}'"
    })
final class BacklogCommand implements Callable<Integer> {
  @Spec
  @SuppressWarnings("NullAway.Init")
  private CommandSpec spec;

  @Option(
      names = "--posts",
      defaultValue = "1000000",
      paramLabel = "N",
      description = "Posts of the backlog (default: ${DEFAULT-VALUE}).")
  private long posts;

  @Option(
      names = "--span",
      defaultValue = "6h",
      paramLabel = "DURATION",
      description = "Over which time they were appended (default: ${DEFAULT-VALUE}).")
  private Duration span = Duration.ofHours(6);

  @Option(
      names = "--queries",
      defaultValue = "counts,mentions,links",
      paramLabel = "NAMES",
      description = "The queries, counts among them (default: ${DEFAULT-VALUE}).")
  private String queries = "counts,mentions,links";

  @Option(
      names = "--heap",
      defaultValue = "1g",
      paramLabel = "SIZE",
      description = "Spark's heap (default: ${DEFAULT-VALUE}).")
  private String heap = "1g";

  @Option(
      names = "--no-kill",
      description = "Does not kill Spark when counts has read half of the posts.")
  private boolean noKill;

  @Option(
      names = "--limit",
      defaultValue = "1h",
      paramLabel = "DURATION",
      description = "How long Spark may take (default: ${DEFAULT-VALUE}).")
  private Duration limit = Duration.ofHours(1);

  @Option(
      names = "--settings",
      defaultValue = "{}",
      paramLabel = "YAML",
      description = "The settings' section queries in one line (default: as shipped).")
  private String settings = "{}";

  @Mixin private KeepOption keep = new KeepOption();

  @Option(names = "--json", description = "One JSON object in place of text.")
  private boolean json;

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (posts < 1 || !queries.contains("counts")) {
      throw new ParameterException(
          spec.commandLine(),
          "Expected posts above 0 and counts among the queries, got: %d and %s"
              .formatted(posts, queries));
    }
    BacklogReport report;
    try (TrialFolder folder = keep.folder()) {
      BacklogTrial.Plan plan =
          new BacklogTrial.Plan(posts, span, queries, heap, !noKill, limit, settings);
      report = new BacklogTrial(plan, spec.commandLine().getErr()).run(folder.path());
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
