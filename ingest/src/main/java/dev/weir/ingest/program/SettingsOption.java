package dev.weir.ingest.program;

import dev.weir.schemas.settings.SettingsException;
import dev.weir.schemas.settings.SettingsFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The settings file option, as a picocli mixin. */
public final class SettingsOption {
  @Option(
      names = "--settings",
      paramLabel = "FILE",
      defaultValue = "weir.yaml",
      description = "The settings; ${DEFAULT-VALUE} unless given.")
  private Path file = Path.of("weir.yaml");

  public SettingsOption() {}

  /**
   * Reads the file.
   *
   * @throws SettingsException if it is missing or invalid
   */
  public SettingsFile read() throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new SettingsException("Expected a settings file, got: " + file);
    }
    return SettingsFile.read(file);
  }
}
