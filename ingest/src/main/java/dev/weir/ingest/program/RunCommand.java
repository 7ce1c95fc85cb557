package dev.weir.ingest.program;

import dev.weir.ingest.settings.FrontierSettings;
import dev.weir.ingest.shard.RunOptions;
import dev.weir.ingest.shard.SourceRunner;
import dev.weir.ingest.shard.run.RunSummary;
import dev.weir.schemas.settings.SettingsFile;
import dev.weir.schemas.settings.StackSettings;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Runs a program's sources until it is stopped. */
@Command(
    name = "run",
    description = "Fetches from all sources of the settings, and publishes, until it is stopped.",
    mixinStandardHelpOptions = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  ${COMMAND-FULL-NAME}",
      "  ${COMMAND-FULL-NAME} --settings town.yaml --status-file /tmp/status.json"
    })
final class RunCommand implements Callable<Integer> {
  private final SourceProgram program;

  @Spec
  @SuppressWarnings("NullAway.Init")
  private CommandSpec spec;

  @Mixin private final SettingsOption settingsOption = new SettingsOption();

  @Option(names = "--supervised", description = "End cleanly when standard input ends.")
  private boolean supervised;

  @Option(
      names = "--status-file",
      paramLabel = "FILE",
      description = "Where to write what each source is doing, as JSON.")
  private @Nullable Path statusFile;

  RunCommand(SourceProgram program) {
    this.program = program;
  }

  @Override
  public Integer call() throws Exception {
    SettingsFile settings = settingsOption.read();
    StackSettings stack = settings.section("stack", StackSettings.class);
    try (OpenedSources opened = program.open(settings, Notes.of(spec))) {
      RunSummary ignored = SourceRunner.run(program.name(), stack, opened.all(), options(settings));
      return 0;
    }
  }

  private RunOptions options(SettingsFile settings) {
    RunOptions options =
        program
            .options(RunOptions.forever())
            .withFrontierIndex(settings.section("frontier", FrontierSettings.class));
    if (statusFile != null) {
      options = options.withStatusFile(statusFile);
    }
    return supervised ? options.withLifeline(System.in) : options;
  }
}
