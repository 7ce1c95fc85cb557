package dev.weir.trial.cli;

import dev.weir.trial.frontier.FrontierTrial;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Measures the index of a large frontier. */
@Command(
    name = "frontier",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description =
        "Builds the frontier's index on disk, opens it again and works it off for a while: seconds, heap, memory and disk.",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:All URLs are known, and opening took at most 10 s",
      "1:It failed, or opening took longer",
      "2:It was asked wrongly"
    },
    footerHeading = "%nExamples:%n",
    footer = {"  ./weir trial frontier", "  ./weir trial frontier --urls 1000000 --heap 256"})
final class FrontierCommand implements Callable<Integer> {
  @Spec
  @SuppressWarnings("NullAway.Init")
  private CommandLine.Model.CommandSpec spec;

  @Option(
      names = "--urls",
      defaultValue = "10000000",
      paramLabel = "N",
      description = "How many URLs (default: ${DEFAULT-VALUE}).")
  private long urls;

  @Option(
      names = "--heap",
      defaultValue = "512",
      paramLabel = "MB",
      description = "Heap of the process that holds it (default: ${DEFAULT-VALUE}).")
  private int heap;

  @Mixin private KeepOption keep = new KeepOption();

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (urls < 1 || heap < 32) {
      throw new ParameterException(
          spec.commandLine(),
          "Expected at least one URL and 32 MB, got: %d and %d".formatted(urls, heap));
    }
    try (TrialFolder folder = keep.folder()) {
      Process process =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-Xmx" + heap + "m",
                  "-cp",
                  System.getProperty("java.class.path"),
                  FrontierTrial.class.getName(),
                  folder.path().toString(),
                  Long.toString(urls))
              .inheritIO()
              .start();
      try {
        return process.waitFor() == 0 ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
      } finally {
        process.destroyForcibly();
      }
    }
  }
}
