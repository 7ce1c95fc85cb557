package dev.weir.scrapers.cli;

import dev.weir.ingest.source.FrontierIndex;
import dev.weir.ingest.source.Outgoing;
import dev.weir.ingest.source.PollRequest;
import dev.weir.ingest.source.PollResult;
import dev.weir.ingest.source.PollSource;
import dev.weir.schemas.Durations;
import dev.weir.schemas.record.DeadLetter;
import dev.weir.schemas.record.FrontierEntry;
import dev.weir.schemas.record.Page;
import dev.weir.scrapers.settings.ScraperSettings;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

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
  @Mixin private final SettingsOption settingsOption = new SettingsOption();

  @Spec
  @SuppressWarnings("NullAway.Init")
  private CommandSpec spec;

  private final FrontierIndex found = new FrontierIndex();
  private int failed;

  @Override
  public Integer call() throws Exception {
    try (Sources sources = new Sources(settingsOption.read(), InstantSource.system())) {
      plan(sources.settings());
      for (PollSource source : sources.finding()) {
        attempt(source, sources.clock());
      }
      for (PollSource source : sources.sites()) {
        attempt(source, sources.clock());
      }
    }
    return failed == 0 ? 0 : 1;
  }

  private void plan(ScraperSettings settings) {
    Duration delay = settings.http().delay();
    out("Fetched as Weir/0.1 (+" + settings.contact() + "):");
    settings
        .feeds()
        .forEach(feed -> out("  feed/" + feed.name() + ": " + feed.url() + every(feed.every())));
    settings
        .sitemaps()
        .forEach(map -> out("  sitemap/" + map.name() + ": " + map.url() + every(map.every())));
    settings
        .sites()
        .forEach(
            site ->
                out(
                    "  site/"
                        + site.domain()
                        + ": pages that these and posts name, one"
                        + every(site.ownDelay().orElse(delay))
                        + " at most"));
    settings
        .shorteners()
        .forEach(
            domain ->
                out("  site/" + domain + ": links in posts, one" + every(delay) + " at most"));
    out("Tried once:");
  }

  private void attempt(PollSource source, InstantSource clock) throws InterruptedException {
    try {
      PollResult result = source.poll(new PollRequest(Optional.empty(), clock.instant(), found));
      Tally tally = new Tally();
      result.records().forEach(tally::count);
      failed += tally.failed ? 1 : 0;
      out("  " + source.id() + ": " + tally.text(result));
    } catch (IOException e) {
      failed++;
      out("  " + source.id() + ": failed: " + e.getMessage());
    }
  }

  private static String every(Duration duration) {
    return " every " + Durations.format(duration);
  }

  private void out(String line) {
    PrintWriter out = spec.commandLine().getOut();
    out.println(line);
    out.flush();
  }

  /** What one poll yielded. */
  private final class Tally {
    private int findings;
    private String page = "";
    private String letter = "";
    private boolean failed;

    void count(Outgoing record) {
      if (record.value() instanceof FrontierEntry entry && entry.getLastFetchedAt() == null) {
        findings++;
        found.accept(entry);
      } else if (record.value() instanceof Page one) {
        page = one.getUrl() + ": " + one.getOutcome() + detail(one);
        failed |= !one.getOutcome().equals("fetched");
      } else if (record.value() instanceof FrontierEntry entry && page.isEmpty()) {
        page = entry.getUrl() + ": " + entry.getOutcome();
        failed |= entry.getFailures() > 0;
      } else if (record.value() instanceof DeadLetter one) {
        letter = one.getErrorType() + ": " + one.getErrorMessage();
        failed = true;
      }
    }

    private static String detail(Page page) {
      String detail = page.getOutcomeDetail();
      String title = page.getTitle();
      return detail != null ? ", " + detail : title != null ? ", \"" + title + "\"" : "";
    }

    String text(PollResult result) {
      if (!letter.isEmpty()) {
        return "failed: " + letter;
      }
      if (!page.isEmpty()) {
        return page;
      }
      if (result.records().isEmpty()) {
        return "answered, names no page of a site that is fetched";
      }
      return "answered, names " + findings + " pages of sites that are fetched";
    }
  }
}
