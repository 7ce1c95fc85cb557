package dev.weir.spark.stack;

import dev.weir.schemas.settings.SettingsFile;
import dev.weir.schemas.settings.StackSettings;
import dev.weir.schemas.settings.TimeSettings;
import java.io.IOException;
import java.nio.file.Path;

/** What the jobs take from the settings file. */
public record JobSettings(StackSettings stack, TimeSettings time, QueriesSettings queries) {

  /** Reads the file; errors as in {@link SettingsFile#read}. */
  public static JobSettings read(Path file) throws IOException {
    SettingsFile settings = SettingsFile.read(file);
    return new JobSettings(
        settings.section("stack", StackSettings.class),
        settings.section("time", TimeSettings.class),
        settings.section("queries", QueriesSettings.class));
  }

  /** The folder or URI under which each query has its checkpoint. */
  public String checkpointDir() {
    String set = queries.checkpointDir();
    return set == null
        ? stack.dataDir().resolve("checkpoints").toAbsolutePath().toString()
        : set.contains(":/") ? set : Path.of(set).toAbsolutePath().toString();
  }

  /** Whether checkpoints lie in a folder of whichever host writes them, and not at a URI. */
  public boolean hasPlainCheckpointDir() {
    return !checkpointDir().contains(":/");
  }
}
