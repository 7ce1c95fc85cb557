package dev.weir.tests.ingest;

import dev.weir.ingest.shard.RunOptions;
import dev.weir.ingest.shard.SourceRunner;
import dev.weir.schemas.settings.SettingsFile;
import dev.weir.schemas.settings.StackSettings;
import java.nio.file.Path;
import java.time.Duration;

/** An instance of an application that counts, as a process that can be killed. */
final class RunnerProcess {

  private RunnerProcess() {}

  /** Settings file, status file, number of poll sources, posts of each. */
  public static void main(String[] args) throws Exception {
    SettingsFile file = SettingsFile.read(Path.of(args[0]));
    SourceRunner.run(
        "counters",
        file.section("stack", StackSettings.class),
        Counters.sources(
            Integer.parseInt(args[2]), Integer.parseInt(args[3]), Duration.ofMillis(20)),
        RunOptions.forever().withStatusFile(Path.of(args[1])).withLifeline(System.in));
  }
}
