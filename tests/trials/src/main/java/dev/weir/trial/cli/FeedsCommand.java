package dev.weir.trial.cli;

import dev.weir.trial.feeds.FeedsTrial;
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

/** Measures whether many feeds are polled on time. */
@Command(
    name = "feeds",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description =
        "Polls many feeds on many hosts, some of which never answer: how late the polls are, cores and memory.",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:99 of 100 polls were at most 30 s late",
      "1:It failed, or more were later",
      "2:It was asked wrongly"
    },
    footerHeading = "%nExamples:%n",
    footer = {"  ./weir trial feeds", "  ./weir trial feeds --feeds 2000 --every 1m --measure 3m"})
final class FeedsCommand implements Callable<Integer> {
  @Spec
  @SuppressWarnings("NullAway.Init")
  private CommandSpec spec;

  @Option(
      names = "--feeds",
      defaultValue = "10000",
      paramLabel = "N",
      description = "How many, two on each host (default: ${DEFAULT-VALUE}).")
  private int feeds;

  @Option(
      names = "--every",
      defaultValue = "5m",
      description = "How often each is polled (default: ${DEFAULT-VALUE}).")
  private Duration every = Duration.ofMinutes(5);

  @Option(
      names = "--silent",
      defaultValue = "3",
      paramLabel = "PERCENT",
      description = "How many hosts in a hundred never answer (default: ${DEFAULT-VALUE}).")
  private int silent;

  @Option(
      names = "--measure",
      defaultValue = "10m",
      description = "How long to measure, once all were polled (default: ${DEFAULT-VALUE}).")
  private Duration measure = Duration.ofMinutes(10);

  @Option(
      names = "--heap",
      defaultValue = "512",
      paramLabel = "MB",
      description = "Heap of the scrapers (default: ${DEFAULT-VALUE}).")
  private int heap;

  @Mixin private KeepOption keep = new KeepOption();

  @Override
  public Integer call() throws Exception {
    if (feeds < 2 || silent < 0 || silent > 100 || heap < 64) {
      throw new ParameterException(
          spec.commandLine(), "Expected feeds from 2, and silent from 0 to 100");
    }
    FeedsTrial.Plan plan = new FeedsTrial.Plan(feeds, every, silent / 100.0, measure, heap);
    try (TrialFolder folder = keep.folder()) {
      FeedsTrial.Report report =
          new FeedsTrial(plan, spec.commandLine().getErr()).run(folder.path());
      PrintWriter out = spec.commandLine().getOut();
      report.lines().forEach(out::println);
      out.flush();
      return report.good() ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
    }
  }
}
