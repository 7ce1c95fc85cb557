package dev.weir.infra.cli.shared;

import dev.weir.infra.local.folder.ActiveSettings;
import dev.weir.infra.local.folder.DataFolder;
import dev.weir.schemas.settings.StackSettings;
import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The option that names the settings file, for commands that work with a stack that runs. */
public final class SettingsOption {
  @Option(
      names = "--settings",
      paramLabel = "FILE",
      defaultValue = "weir.yaml",
      description =
          "The settings file (default: ${DEFAULT-VALUE}). Where it leaves servers to the embedded stack, the running one is used.")
  private Path path = Path.of("weir.yaml");

  public SettingsOption() {}

  /** The file itself. */
  public Path path() {
    return path;
  }

  /**
   * The folder of the stack that runs, or ran last.
   *
   * @throws IOException when none ever did
   */
  public DataFolder folder() throws IOException {
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

  /** The settings that hold now. */
  public ActiveSettings active() throws IOException {
    return ActiveSettings.of(path);
  }
}
