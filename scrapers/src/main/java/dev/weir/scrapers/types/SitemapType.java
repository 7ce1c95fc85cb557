package dev.weir.scrapers.types;

import dev.weir.ingest.program.ConfiguredSource;
import dev.weir.scrapers.settings.ScraperSettings;
import dev.weir.scrapers.source.SitemapSource;
import java.util.List;
import java.util.Set;

/** Sitemaps and indexes of sitemaps. */
public final class SitemapType extends ScraperType {
  /** For the service loader. */
  public SitemapType() {}

  @Override
  public String section() {
    return "sitemaps";
  }

  @Override
  List<ConfiguredSource> configured(ScraperSettings settings) {
    Set<String> domains = settings.domains();
    return settings.sitemaps().stream()
        .map(
            map ->
                new ConfiguredSource(
                    "sitemap/" + map.name(),
                    map.url(),
                    every(map.every()),
                    List.of(),
                    context -> new SitemapSource(map, context.client(), domains)))
        .toList();
  }
}
