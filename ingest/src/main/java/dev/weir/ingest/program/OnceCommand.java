package dev.weir.ingest.program;

import dev.weir.ingest.settings.FrontierSettings;
import dev.weir.ingest.shard.RunOptions;
import dev.weir.ingest.shard.SourceRunner;
import dev.weir.ingest.shard.run.RunSummary;
import dev.weir.ingest.source.Source;
import dev.weir.schemas.settings.SettingsFile;
import dev.weir.schemas.settings.StackSettings;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Runs a program's sources until they have no more data. */
@Command(
    name = "once",
    description =
        "Fetches from each source, from where it stands until it has nothing more, publishes that, and ends.",
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:every source was read to its end", "1:a source failed", "2:asked wrongly"},
    footerHeading = "%nExamples:%n",
    footer = {"  ${COMMAND-FULL-NAME}", "  ${COMMAND-FULL-NAME} --settings town.yaml"})
final class OnceCommand implements Callable<Integer> {
  private final SourceProgram program;

  @Spec
  @SuppressWarnings("NullAway.Init")
  private CommandSpec spec;

  @Mixin private final SettingsOption settingsOption = new SettingsOption();

  OnceCommand(SourceProgram program) {
    this.program = program;
  }

  @Override
  public Integer call() throws Exception {
    SettingsFile settings = settingsOption.read();
    StackSettings stack = settings.section("stack", StackSettings.class);
    boolean failed = false;
    try (OpenedSources opened = program.open(settings, Notes.of(spec))) {
      for (List<Source> stage : opened.stages()) {
        if (!stage.isEmpty()) {
          RunOptions options =
              program
                  .options(RunOptions.once())
                  .withFrontierIndex(settings.section("frontier", FrontierSettings.class));
          RunSummary summary = SourceRunner.run(program.name(), stack, stage, options);
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
