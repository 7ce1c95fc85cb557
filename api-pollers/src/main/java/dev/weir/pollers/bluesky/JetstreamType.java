package dev.weir.pollers.bluesky;

import dev.weir.ingest.program.ConfiguredSource;
import dev.weir.pollers.FrontierLinks;
import dev.weir.pollers.Network;
import dev.weir.pollers.PayloadParser;
import dev.weir.schemas.settings.SettingsFile;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Bluesky's Jetstream. */
public final class JetstreamType implements Network {
  private static final Duration RECONNECT = Duration.ofSeconds(1);

  /** For the service loader. */
  public JetstreamType() {}

  @Override
  public String network() {
    return "bluesky";
  }

  @Override
  public String section() {
    return "jetstream";
  }

  @Override
  public List<ConfiguredSource> configured(SettingsFile settings) {
    FrontierLinks frontier = FrontierLinks.of(settings);
    return settings.list(section(), JetstreamSettings.class).stream()
        .map(entry -> configured(entry, frontier))
        .toList();
  }

  private static ConfiguredSource configured(JetstreamSettings entry, FrontierLinks frontier) {
    return new ConfiguredSource(
        entry.id(),
        entry.url(),
        "as it comes",
        List.of(),
        context ->
            new JetstreamSource(
                entry, context.client()::connect, context.clock(), RECONNECT, frontier));
  }

  @Override
  public PayloadParser parser(
      Optional<String> instance, Function<String, Optional<String>> normalizer) {
    return new JetstreamParser(normalizer);
  }
}
