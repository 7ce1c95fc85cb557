package dev.weir.scrapers.cli;

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
import picocli.CommandLine.Option;

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
  static final String APPLICATION = "scrapers";

  @Mixin private final SettingsOption settingsOption = new SettingsOption();

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
    try (Sources sources = new Sources(settings, InstantSource.system())) {
      RunOptions options = RunOptions.forever().withFrontier();
      if (statusFile != null) {
        options = options.withStatusFile(statusFile);
      }
      if (supervised) {
        options = options.withLifeline(System.in);
      }
      StackSettings stack = settings.section("stack", StackSettings.class);
      RunSummary ignored = Application.run(APPLICATION, stack, sources.all(), options);
      return 0;
    }
  }
}
