package dev.weir.scrapers.cli;

import dev.weir.ingest.program.RunForever;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Scrapes for ever. */
@Command(
    name = "run",
    description =
        "Follows the feeds and sitemaps of the settings and fetches the pages of their sites, until it"
            + " is told to end.",
    mixinStandardHelpOptions = true,
    footerHeading = "%nExamples:%n",
    footer = {"  scrape run", "  scrape run --settings town.yaml --status-file /tmp/scrapers.json"})
final class RunCommand implements Callable<Integer> {
  @Mixin private final RunForever command = new RunForever();

  @Override
  public Integer call() throws Exception {
    return command.run(new Scrapers());
  }
}
