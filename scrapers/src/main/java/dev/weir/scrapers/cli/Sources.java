package dev.weir.scrapers.cli;

import dev.weir.ingest.http.PoliteHttpClient;
import dev.weir.ingest.settings.SiteSettings;
import dev.weir.ingest.source.PollSource;
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
final class Sources implements AutoCloseable {
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

  ScraperSettings settings() {
    return settings;
  }

  InstantSource clock() {
    return clock;
  }

  /** All of them. */
  List<PollSource> all() {
    return Stream.of(finding(), shorteners(), sites()).flatMap(List::stream).toList();
  }

  /** Those that find URLs. */
  List<PollSource> finding() {
    List<PollSource> sources = new ArrayList<>();
    settings.feeds().forEach(feed -> sources.add(new FeedSource(feed, client, settings.domains())));
    settings
        .sitemaps()
        .forEach(map -> sources.add(new SitemapSource(map, client, settings.domains())));
    return sources;
  }

  /** Those that fetch the pages of sites. */
  List<PollSource> sites() {
    return sites(settings.sites().stream().map(SiteSettings::domain).toList());
  }

  /** Those that follow the links of shorteners that are no sites as well. */
  List<PollSource> shorteners() {
    List<String> sites = settings.sites().stream().map(SiteSettings::domain).toList();
    return sites(settings.shorteners().stream().filter(one -> !sites.contains(one)).toList());
  }

  private List<PollSource> sites(List<String> domains) {
    return domains.stream().map(this::site).toList();
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
