package dev.weir.scrapers.types;

import dev.weir.ingest.program.ConfiguredSource;
import dev.weir.ingest.settings.SiteSettings;
import dev.weir.scrapers.settings.ScraperSettings;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Link shorteners: the links in posts that lead to them are followed. */
public final class ShortenerType extends ScraperType {
  /** For the service loader. */
  public ShortenerType() {}

  @Override
  public String section() {
    return "shorteners";
  }

  @Override
  public Stage stage() {
    return Stage.RESOLVE;
  }

  @Override
  List<ConfiguredSource> configured(ScraperSettings settings) {
    Duration delay = settings.http().delay();
    Set<String> domains = settings.domains();
    Set<String> sites =
        settings.sites().stream().map(SiteSettings::domain).collect(Collectors.toSet());
    return settings.shorteners().stream()
        .filter(domain -> !sites.contains(domain))
        .map(domain -> new SiteSettings(domain, null, null))
        .map(site -> SiteType.source(site, delay, domains, "links in posts"))
        .toList();
  }
}
