package dev.weir.infra.cli;

import dev.weir.infra.local.ActiveSettings;
import dev.weir.infra.local.DataFolder;
import dev.weir.schemas.StackSettings;
import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The option that tells which stack is meant, for commands on one that runs or ran. */
final class FolderOption {
  @Option(
      names = "--settings",
      paramLabel = "FILE",
      defaultValue = "weir.yaml",
      description = "The settings file, which names the data folder (default: ${DEFAULT-VALUE}).")
  private Path path = Path.of("weir.yaml");

  FolderOption() {}

  /**
   * The folder of the stack that runs, or ran last.
   *
   * @throws IOException when none ever did
   */
  DataFolder current() throws IOException {
    Path base = ActiveSettings.read(path).section("stack", StackSettings.class).dataDir();
    return new DataFolder(base)
        .current()
        .orElseThrow(
            () ->
                new IOException(
                    "No stack was ever started on "
                        + base.toAbsolutePath()
                        + "; see ./weir up --help"));
  }
}
