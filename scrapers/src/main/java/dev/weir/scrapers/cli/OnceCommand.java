package dev.weir.scrapers.cli;

import dev.weir.ingest.program.RunOnce;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

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
  @Mixin private final RunOnce command = new RunOnce();

  @Override
  public Integer call() throws Exception {
    return command.run(new Scrapers());
  }
}
