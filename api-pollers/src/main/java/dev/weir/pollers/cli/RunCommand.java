package dev.weir.pollers.cli;

import dev.weir.ingest.shard.Application;
import dev.weir.ingest.shard.RunOptions;
import dev.weir.ingest.shard.RunSummary;
import dev.weir.schemas.SettingsFile;
import dev.weir.schemas.StackSettings;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Polls for ever. */
@Command(
    name = "run",
    description =
        "Polls the networks of the settings until it is told to end, and publishes what people post.",
    mixinStandardHelpOptions = true,
    footerHeading = "%nExamples:%n",
    footer = {"  poll run", "  poll run --settings town.yaml --status-file /tmp/pollers.json"})
final class RunCommand implements Callable<Integer> {
  static final String APPLICATION = "pollers";

  @Spec
  @SuppressWarnings("NullAway.Init")
  private CommandSpec spec;

  @Mixin
  @SuppressWarnings("NullAway.Init")
  private SettingsOption settingsOption;

  @Option(names = "--supervised", description = "End cleanly when standard input ends.")
  private boolean supervised;

  @Option(
      names = "--status-file",
      paramLabel = "FILE",
      description = "Where to write what each source is doing, as JSON.")
  private @Nullable Path statusFile;

  @Override
  public Integer call() throws Exception {
    SettingsFile settings = settingsOption.read();
    try (ConfiguredSources configured =
        new ConfiguredSources(settings, System::getenv, InstantSource.system())) {
      Started.tell(configured, spec);
      RunOptions options = RunOptions.forever();
      if (statusFile != null) {
        options = options.withStatusFile(statusFile);
      }
      if (supervised) {
        options = options.withLifeline(System.in);
      }
      RunSummary ignored =
          Application.run(
              APPLICATION,
              settings.section("stack", StackSettings.class),
              configured.sources(),
              options);
      return 0;
    }
  }
}
