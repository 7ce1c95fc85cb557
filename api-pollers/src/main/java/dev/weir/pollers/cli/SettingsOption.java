package dev.weir.pollers.cli;

import dev.weir.schemas.SettingsException;
import dev.weir.schemas.SettingsFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Where the settings are. */
final class SettingsOption {

  @Option(
      names = "--settings",
      paramLabel = "FILE",
      defaultValue = "weir.yaml",
      description = "The settings; ${DEFAULT-VALUE} unless given.")
  @SuppressWarnings("NullAway.Init")
  private Path file;

  /** Reads the file. */
  SettingsFile read() throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new SettingsException("Expected a settings file, got: " + file);
    }
    return SettingsFile.read(file);
  }
}
