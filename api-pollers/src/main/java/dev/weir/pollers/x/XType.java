package dev.weir.pollers.x;

import dev.weir.ingest.program.ConfiguredSource;
import dev.weir.pollers.FrontierLinks;
import dev.weir.pollers.Network;
import dev.weir.pollers.PayloadParser;
import dev.weir.schemas.settings.Durations;
import dev.weir.schemas.settings.SettingsFile;
import dev.weir.schemas.settings.TimeSettings;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** X's recent search. */
public final class XType implements Network {
  /** For the service loader. */
  public XType() {}

  @Override
  public String network() {
    return "x";
  }

  @Override
  public String section() {
    return "x";
  }

  @Override
  public List<ConfiguredSource> configured(SettingsFile settings) {
    TimeSettings time = settings.section("time", TimeSettings.class);
    FrontierLinks frontier = FrontierLinks.of(settings);
    return settings.list(section(), XSettings.class).stream()
        .map(entry -> configured(entry, time, frontier))
        .toList();
  }

  private ConfiguredSource configured(XSettings entry, TimeSettings time, FrontierLinks frontier) {
    time.requireInTime(section(), entry.name(), entry.every());
    return new ConfiguredSource(
        entry.id(),
        entry.query(),
        "every " + Durations.format(entry.every()),
        List.of(entry.tokenEnv()),
        context ->
            new XSearchSource(entry, context.secret(entry.tokenEnv()), context.clock(), frontier));
  }

  @Override
  public PayloadParser parser(
      Optional<String> instance, Function<String, Optional<String>> normalizer) {
    return new XParser(normalizer);
  }
}
