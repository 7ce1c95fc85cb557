package dev.weir.scrapers.settings;

import dev.weir.ingest.settings.HttpSettings;
import dev.weir.ingest.settings.SiteSettings;
import dev.weir.ingest.url.Domains;
import dev.weir.schemas.settings.SettingsException;
import dev.weir.schemas.settings.SettingsFile;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;

/**
 * The settings of the scrapers.
 *
 * @param shorteners registrable domains of link shorteners, in lower case
 */
public record ScraperSettings(
    HttpSettings http,
    List<SiteSettings> sites,
    List<String> shorteners,
    List<FeedSettings> feeds,
    List<SitemapSettings> sitemaps) {
  /** Copies its arguments, and rejects duplicate names and domains. */
  public ScraperSettings {
    sites = List.copyOf(sites);
    shorteners = shorteners.stream().map(domain -> domain.toLowerCase(Locale.ROOT)).toList();
    feeds = List.copyOf(feeds);
    sitemaps = List.copyOf(sitemaps);
    sites.forEach(site -> requireRegistrable("sites.domain", site.domain()));
    shorteners.forEach(domain -> requireRegistrable("shorteners", domain));
    requireDistinct("feeds.name", feeds, FeedSettings::name);
    requireDistinct("sitemaps.name", sitemaps, SitemapSettings::name);
    requireDistinct("sites.domain", sites, SiteSettings::domain);
    requireDistinct("shorteners", shorteners, Function.identity());
  }

  /**
   * Reads the sections.
   *
   * @throws SettingsException if a section cannot be read
   */
  public static ScraperSettings of(SettingsFile file) {
    return new ScraperSettings(
        file.section("http", HttpSettings.class),
        file.list("sites", SiteSettings.class),
        file.list("shorteners", String.class),
        file.list("feeds", FeedSettings.class),
        file.list("sitemaps", SitemapSettings.class));
  }

  /**
   * The registrable domains whose pages are fetched: sites and shorteners. Immutable, so that
   * thousands of sources can share it.
   */
  public Set<String> domains() {
    Set<String> domains = new HashSet<>(shorteners);
    sites.forEach(site -> domains.add(site.domain()));
    return Set.copyOf(domains);
  }

  private static void requireRegistrable(String key, String domain) {
    String registrable = Domains.registrable(domain);
    if (!registrable.equals(domain)) {
      throw new SettingsException(
          key
              + ": Expected a registrable domain, got: "
              + domain
              + "; did you mean "
              + registrable);
    }
  }

  private static <T> void requireDistinct(String key, List<T> entries, Function<T, String> name) {
    Set<String> seen = new HashSet<>();
    for (T entry : entries) {
      if (!seen.add(name.apply(entry))) {
        throw new SettingsException(
            key + ": Expected each once, got: " + name.apply(entry) + " twice");
      }
    }
  }
}
