package dev.weir.spark.cli;

import dev.weir.schemas.settings.SettingsException;
import dev.weir.spark.stack.JobSettings;
import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The settings file; what is wrong with it is the user's to mend. */
final class SettingsOption {

  @Option(
      names = "--settings",
      paramLabel = "FILE",
      defaultValue = "weir.yaml",
      description = "The settings (default: ${DEFAULT-VALUE}).")
  private Path file = Path.of("weir.yaml");

  @Spec(Spec.Target.MIXEE)
  @SuppressWarnings("NullAway.Init")
  private CommandSpec spec;

  JobSettings read() {
    try {
      return JobSettings.read(file);
    } catch (SettingsException | IOException e) {
      throw new CommandLine.ParameterException(
          spec.commandLine(), "Settings " + file + ": " + e.getMessage(), e);
    }
  }
}
