package dev.weir.pollers.cli;

import dev.weir.ingest.shard.Application;
import dev.weir.ingest.shard.RunOptions;
import dev.weir.ingest.shard.RunSummary;
import dev.weir.schemas.SettingsFile;
import dev.weir.schemas.StackSettings;
import java.io.PrintWriter;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Polls until there is nothing more. */
@Command(
    name = "once",
    description =
        "Polls each source from where it stands until it has nothing more, publishes that, and ends.",
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:every source was read to its end", "1:a source failed", "2:asked wrongly"},
    footerHeading = "%nExamples:%n",
    footer = {"  poll once", "  poll once --settings town.yaml"})
final class OnceCommand implements Callable<Integer> {

  @Spec
  @SuppressWarnings("NullAway.Init")
  private CommandSpec spec;

  @Mixin
  @SuppressWarnings("NullAway.Init")
  private SettingsOption settingsOption;

  @Override
  public Integer call() throws Exception {
    SettingsFile settings = settingsOption.read();
    try (ConfiguredSources configured =
        new ConfiguredSources(settings, System::getenv, InstantSource.system())) {
      Started.tell(configured, spec);
      RunSummary summary =
          Application.run(
              RunCommand.APPLICATION,
              settings.section("stack", StackSettings.class),
              configured.sources(),
              RunOptions.once());
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
      return summary.failed() ? 1 : 0;
    }
  }
}
