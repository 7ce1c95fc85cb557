package dev.weir.scrapers.types;

import dev.weir.ingest.program.ConfiguredSource;
import dev.weir.ingest.settings.SiteSettings;
import dev.weir.scrapers.settings.ScraperSettings;
import dev.weir.scrapers.source.SiteSource;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** The pages of sites. */
public final class SiteType extends ScraperType {
  /** For the service loader. */
  public SiteType() {}

  @Override
  public String section() {
    return "sites";
  }

  @Override
  public Stage stage() {
    return Stage.FETCH;
  }

  @Override
  List<ConfiguredSource> configured(ScraperSettings settings) {
    Duration delay = settings.http().delay();
    Set<String> domains = settings.domains();
    return settings.sites().stream()
        .map(site -> source(site, delay, domains, "pages that feeds, sitemaps and posts name"))
        .toList();
  }

  static ConfiguredSource source(
      SiteSettings site, Duration delay, Set<String> domains, String what) {
    return new ConfiguredSource(
        "site/" + site.domain(),
        what,
        "at most one " + every(site.ownDelay().orElse(delay)),
        List.of(),
        context -> new SiteSource(site, delay, context.client(), domains, context.clock()));
  }
}
