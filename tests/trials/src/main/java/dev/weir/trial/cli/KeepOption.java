package dev.weir.trial.cli;

import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The folder of a trial: to be mixed into a command. */
final class KeepOption {
  @Option(
      names = "--keep",
      paramLabel = "DIR",
      description = "An empty folder to keep data and logs in; without, they are removed.")
  private @Nullable Path folder;

  /**
   * Opens it; without the option, a temporary one.
   *
   * @throws IllegalArgumentException where it is not empty
   */
  TrialFolder folder() throws IOException {
    return TrialFolder.of(folder);
  }
}
