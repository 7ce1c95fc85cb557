package dev.weir.ingest.program;

import dev.weir.ingest.shard.RunOptions;
import dev.weir.ingest.shard.RunSummary;
import dev.weir.ingest.shard.SourceRunner;
import dev.weir.ingest.source.Source;
import dev.weir.schemas.IncompatibleSchemaException;
import dev.weir.schemas.SettingsFile;
import dev.weir.schemas.StackSettings;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The command {@code once}: its options, and what it does. To be mixed in. */
public final class RunOnce {
  @Spec(Spec.Target.MIXEE)
  @SuppressWarnings("NullAway.Init")
  private CommandSpec spec;

  @Mixin private final SettingsOption settingsOption = new SettingsOption();

  /** Made by picocli. */
  public RunOnce() {}

  /**
   * Runs the program's sources, group by group, until they have nothing more, and prints a line
   * each.
   *
   * @return the exit code: 1 where a source failed
   */
  public int run(SourceProgram program)
      throws IOException, InterruptedException, IncompatibleSchemaException {
    SettingsFile settings = settingsOption.read();
    StackSettings stack = settings.section("stack", StackSettings.class);
    boolean failed = false;
    try (SourceProgram.Opened opened = program.open(settings, Notes.of(spec))) {
      for (List<Source> group : opened.groups()) {
        if (!group.isEmpty()) {
          RunOptions options = program.options(RunOptions.once());
          RunSummary summary = SourceRunner.run(program.name(), stack, group, options);
          print(summary);
          failed |= summary.failed();
        }
      }
    }
    return failed ? 1 : 0;
  }

  private void print(RunSummary summary) {
    PrintWriter out = spec.commandLine().getOut();
    for (RunSummary.OfSource source : summary.sources()) {
      out.printf(
          "%s: %s%s, %d records, %d of them dead letters, %d polls, %d failures%n",
          source.id(),
          source.state(),
          source.detail().isEmpty() ? "" : " (" + source.detail() + ")",
          source.records(),
          source.deadLetters(),
          source.polls(),
          source.failures());
    }
    out.flush();
  }
}
