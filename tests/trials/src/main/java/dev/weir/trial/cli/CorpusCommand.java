package dev.weir.trial.cli;

import dev.weir.simulator.corpus.Corpus;
import dev.weir.trial.corpus.CorpusFolder;
import dev.weir.trial.corpus.CorpusReport;
import dev.weir.trial.corpus.CorpusTrial;
import dev.weir.trial.corpus.ReportJson;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Says where each recording ended that was run through a whole Weir. */
@Command(
    name = "corpus",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description =
        "Runs recorded pages, feeds, statuses and messages through a whole Weir: where each of them"
            + " ended, and how far what the history has agrees with what is expected.",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:Every recording is accounted for",
      "1:It failed, or a recording is not accounted for",
      "2:It was asked wrongly"
    },
    footerHeading = "%nExamples:%n",
    footer = {"  ./weir trial corpus", "  ./weir trial corpus --corpus recordings --json"})
final class CorpusCommand implements Callable<Integer> {
  @Option(
      names = "--corpus",
      paramLabel = "DIR",
      description = "The recordings (default: WEIR_CORPUS, else ../shared/data).")
  private @Nullable Path corpus;

  @Option(names = "--json", description = "One JSON object in place of tables.")
  private boolean json;

  @Mixin private KeepOption keep = new KeepOption();

  @Option(
      names = "--limit",
      defaultValue = "10m",
      description =
          "How long it may take; then what is missing is named (default: ${DEFAULT-VALUE}).")
  private Duration limit = Duration.ofMinutes(10);

  @Spec
  @SuppressWarnings("NullAway.Init")
  private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    Path recordings = corpus == null ? CorpusFolder.find() : corpus;
    if (!Files.isDirectory(recordings)) {
      throw new IllegalArgumentException("Expected a folder of recordings, got: " + recordings);
    }
    try (TrialFolder folder = keep.folder()) {
      return report(folder.path(), Corpus.open(recordings));
    }
  }

  private int report(Path folder, Corpus recordings) throws Exception {
    PrintWriter err = spec.commandLine().getErr();
    CorpusReport report = CorpusTrial.run(folder, recordings, limit, err::println);
    spec.commandLine().getOut().println(json ? ReportJson.of(report) : report.text());
    return report.ok() ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
  }
}
