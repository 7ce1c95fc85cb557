package dev.weir.scrapers.cli;

import dev.weir.ingest.shard.Application;
import dev.weir.ingest.shard.RunOptions;
import dev.weir.ingest.shard.RunSummary;
import dev.weir.ingest.source.PollSource;
import dev.weir.schemas.IncompatibleSchemaException;
import dev.weir.schemas.SettingsFile;
import dev.weir.schemas.StackSettings;
import java.io.PrintWriter;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Scrapes until there is nothing more. */
@Command(
    name = "once",
    description = {
      "Polls each feed and sitemap once, then fetches all pages that are due, publishes that, and"
          + " ends."
    },
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:every source was read to its end", "1:a source failed", "2:asked wrongly"},
    footerHeading = "%nExamples:%n",
    footer = {"  scrape once", "  scrape once --settings town.yaml"})
final class OnceCommand implements Callable<Integer> {
  @Mixin private final SettingsOption settingsOption = new SettingsOption();

  @Spec
  @SuppressWarnings("NullAway.Init")
  private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    SettingsFile settings = settingsOption.read();
    StackSettings stack = settings.section("stack", StackSettings.class);
    boolean failed = false;
    try (Sources sources = new Sources(settings, InstantSource.system())) {
      // What one step finds is there for the next.
      for (List<PollSource> step :
          List.of(sources.finding(), sources.shorteners(), sources.sites())) {
        failed |= !step.isEmpty() && run(stack, step).failed();
      }
    }
    return failed ? 1 : 0;
  }

  private RunSummary run(StackSettings stack, List<PollSource> sources)
      throws InterruptedException, IncompatibleSchemaException {
    RunSummary summary =
        Application.run(RunCommand.APPLICATION, stack, sources, RunOptions.once().withFrontier());
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
    return summary;
  }
}
