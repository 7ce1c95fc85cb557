package dev.weir.scrapers.types;

import dev.weir.ingest.program.ConfiguredSource;
import dev.weir.scrapers.settings.ScraperSettings;
import dev.weir.scrapers.source.FeedSource;
import java.util.List;
import java.util.Set;

/** Feeds: RSS, Atom, JSON Feed. */
public final class FeedType extends ScraperType {
  /** For the service loader. */
  public FeedType() {}

  @Override
  public String section() {
    return "feeds";
  }

  @Override
  List<ConfiguredSource> configured(ScraperSettings settings) {
    Set<String> domains = settings.domains();
    return settings.feeds().stream()
        .map(
            feed ->
                new ConfiguredSource(
                    "feed/" + feed.name(),
                    feed.url(),
                    every(feed.every()),
                    List.of(),
                    context -> new FeedSource(feed, context.client(), domains)))
        .toList();
  }
}
