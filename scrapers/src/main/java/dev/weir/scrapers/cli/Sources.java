package dev.weir.scrapers.cli;

import dev.weir.ingest.http.PoliteHttpClient;
import dev.weir.ingest.program.SourceProgram;
import dev.weir.ingest.settings.SiteSettings;
import dev.weir.ingest.source.PollSource;
import dev.weir.ingest.source.Source;
import dev.weir.schemas.SettingsException;
import dev.weir.schemas.SettingsFile;
import dev.weir.scrapers.settings.ScraperSettings;
import dev.weir.scrapers.source.FeedSource;
import dev.weir.scrapers.source.SiteSource;
import dev.weir.scrapers.source.SitemapSource;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The sources that the settings name, and the client that they share. */
final class Sources implements SourceProgram.Opened {
  private final ScraperSettings settings;
  private final PoliteHttpClient client;
  private final InstantSource clock;

  /**
   * Makes the sources.
   *
   * @throws SettingsException where the settings are wrong or name none
   */
  Sources(SettingsFile file, InstantSource clock) {
    this.settings = ScraperSettings.of(file);
    if (settings.feeds().isEmpty()
        && settings.sitemaps().isEmpty()
        && settings.domains().isEmpty()) {
      throw new SettingsException(
          "Expected an entry in feeds, sitemaps, sites or shorteners, got none");
    }
    this.clock = clock;
    this.client = PoliteHttpClient.create(settings.http(), settings.contact(), clock);
  }

  @Override
  public List<List<Source>> groups() {
    return List.of(finding(), shorteners(), sites());
  }

  /** Shorteners follow only what posts name. */
  @Override
  public List<Source> tried() {
    return Stream.of(finding(), sites()).flatMap(List::stream).toList();
  }

  /** Those that find URLs. */
  private List<Source> finding() {
    List<Source> sources = new ArrayList<>();
    settings.feeds().forEach(feed -> sources.add(new FeedSource(feed, client, settings.domains())));
    settings
        .sitemaps()
        .forEach(map -> sources.add(new SitemapSource(map, client, settings.domains())));
    return sources;
  }

  /** Those that fetch the pages of sites. */
  private List<Source> sites() {
    return sites(settings.sites().stream().map(SiteSettings::domain).toList());
  }

  /** Those that follow the links of shorteners that are no sites as well. */
  private List<Source> shorteners() {
    List<String> sites = settings.sites().stream().map(SiteSettings::domain).toList();
    return sites(settings.shorteners().stream().filter(one -> !sites.contains(one)).toList());
  }

  private List<Source> sites(List<String> domains) {
    return domains.stream().<Source>map(this::site).toList();
  }

  private PollSource site(String domain) {
    SiteSettings site =
        settings.sites().stream()
            .filter(one -> one.domain().equals(domain))
            .findFirst()
            .orElseGet(() -> new SiteSettings(domain, null, null));
    Duration delay = settings.http().delay();
    return new SiteSource(site, delay, client, settings.domains(), clock);
  }

  @Override
  public void close() {
    client.close();
  }
}
