package dev.weir.pollers.mastodon;

import dev.weir.ingest.program.ConfiguredSource;
import dev.weir.ingest.source.Source;
import dev.weir.pollers.FrontierLinks;
import dev.weir.pollers.Network;
import dev.weir.pollers.PayloadParser;
import dev.weir.schemas.settings.Durations;
import dev.weir.schemas.settings.SettingsFile;
import dev.weir.schemas.settings.TimeSettings;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Mastodon's timelines. */
public final class MastodonType implements Network {
  /** For the service loader. */
  public MastodonType() {}

  @Override
  public String network() {
    return "mastodon";
  }

  @Override
  public String section() {
    return "mastodon";
  }

  @Override
  public List<ConfiguredSource> configured(SettingsFile settings) {
    TimeSettings time = settings.section("time", TimeSettings.class);
    FrontierLinks frontier = FrontierLinks.of(settings);
    return settings.list(section(), MastodonSettings.class).stream()
        .map(entry -> configured(entry, time, frontier))
        .toList();
  }

  private ConfiguredSource configured(
      MastodonSettings entry, TimeSettings time, FrontierLinks frontier) {
    time.requireInTime(section(), entry.name(), entry.every());
    time.requireHorizonInTime(section(), entry.name(), entry.horizon());
    return new ConfiguredSource(
        entry.id(),
        entry.url() + " " + entry.timeline(),
        (entry.credential().isPresent() ? "streamed, or polled " : "")
            + "every "
            + Durations.format(entry.every()),
        entry.credential().stream().toList(),
        context ->
            entry
                .credential()
                .map(context::secret)
                .<Source>map(
                    token ->
                        new MastodonStreamSource(
                            entry,
                            token,
                            context.client()::fetch,
                            context.client()::connect,
                            context.clock(),
                            MastodonStreamSource.Retries.defaults(),
                            frontier))
                .orElseGet(
                    () ->
                        new MastodonTimelineSource(
                            entry,
                            Optional.empty(),
                            context.client()::fetch,
                            context.clock(),
                            frontier)));
  }

  @Override
  public PayloadParser parser(
      Optional<String> instance, Function<String, Optional<String>> normalizer) {
    return new MastodonParser(instance, normalizer);
  }
}
