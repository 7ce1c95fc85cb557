package dev.weir.scrapers.types;

import dev.weir.ingest.program.ConfiguredSource;
import dev.weir.ingest.program.SourceType;
import dev.weir.ingest.program.Verdict;
import dev.weir.ingest.source.PollResult;
import dev.weir.schemas.settings.Durations;
import dev.weir.schemas.settings.SettingsFile;
import dev.weir.scrapers.settings.ScraperSettings;
import java.time.Duration;
import java.util.List;

/** Common base of the scrapers' source types. */
abstract sealed class ScraperType implements SourceType
    permits FeedType, SitemapType, SiteType, ShortenerType {
  @Override
  public final String program() {
    return "scrapers";
  }

  @Override
  public final List<ConfiguredSource> configured(SettingsFile settings) {
    return configured(ScraperSettings.of(settings));
  }

  abstract List<ConfiguredSource> configured(ScraperSettings settings);

  @Override
  public final Verdict verdict(List<PollResult> results) {
    return Verdicts.of(results);
  }

  static String every(Duration duration) {
    return "every " + Durations.format(duration);
  }
}
