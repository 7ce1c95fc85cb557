package dev.weir.scrapers.cli;

import dev.weir.ingest.program.CheckOnce;
import dev.weir.schemas.Durations;
import dev.weir.schemas.SettingsFile;
import dev.weir.scrapers.settings.ScraperSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Tries the settings. */
@Command(
    name = "check",
    description =
        "Validates the settings, says what is fetched and how often, and tries each source once without"
            + " publishing anything: each feed and sitemap, and of each site the first page that these"
            + " name.",
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:every source answered",
      "1:a source did not",
      "2:asked wrongly, or the settings are wrong"
    },
    footerHeading = "%nExamples:%n",
    footer = {"  scrape check", "  scrape check --settings town.yaml"})
final class CheckCommand implements Callable<Integer> {
  @Mixin private final CheckOnce command = new CheckOnce();

  @Override
  public Integer call() throws Exception {
    return command.check(new Scrapers(), CheckCommand::plan, Verdicts::of, Duration.ZERO);
  }

  private static List<String> plan(SettingsFile file) {
    ScraperSettings settings = ScraperSettings.of(file);
    Duration delay = settings.http().delay();
    List<String> lines = new ArrayList<>();
    lines.add("Fetched as Weir/0.1 (+" + settings.contact() + "):");
    settings
        .feeds()
        .forEach(
            feed -> lines.add("  feed/" + feed.name() + ": " + feed.url() + every(feed.every())));
    settings
        .sitemaps()
        .forEach(
            map -> lines.add("  sitemap/" + map.name() + ": " + map.url() + every(map.every())));
    settings
        .sites()
        .forEach(
            site ->
                lines.add(
                    "  site/"
                        + site.domain()
                        + ": pages that these and posts name, one"
                        + every(site.ownDelay().orElse(delay))
                        + " at most"));
    settings
        .shorteners()
        .forEach(
            domain ->
                lines.add(
                    "  site/" + domain + ": links in posts, one" + every(delay) + " at most"));
    lines.add("Tried once:");
    return lines;
  }

  private static String every(Duration duration) {
    return " every " + Durations.format(duration);
  }
}
