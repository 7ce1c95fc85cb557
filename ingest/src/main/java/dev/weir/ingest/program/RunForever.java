package dev.weir.ingest.program;

import dev.weir.ingest.shard.RunOptions;
import dev.weir.ingest.shard.RunSummary;
import dev.weir.ingest.shard.SourceRunner;
import dev.weir.schemas.IncompatibleSchemaException;
import dev.weir.schemas.SettingsFile;
import dev.weir.schemas.StackSettings;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command {@code run}: its options, and what it does. To be mixed in. */
public final class RunForever {
  @Spec(Spec.Target.MIXEE)
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

  /** Made by picocli. */
  public RunForever() {}

  /** Runs the program's sources until it is told to end; returns the exit code. */
  public int run(SourceProgram program)
      throws IOException, InterruptedException, IncompatibleSchemaException {
    SettingsFile settings = settingsOption.read();
    StackSettings stack = settings.section("stack", StackSettings.class);
    try (SourceProgram.Opened opened = program.open(settings, Notes.of(spec))) {
      RunSummary ignored = SourceRunner.run(program.name(), stack, opened.all(), options(program));
      return 0;
    }
  }

  private RunOptions options(SourceProgram program) {
    RunOptions options = program.options(RunOptions.forever());
    if (statusFile != null) {
      options = options.withStatusFile(statusFile);
    }
    return supervised ? options.withLifeline(System.in) : options;
  }
}
