package dev.weir.pollers.cli;

import dev.weir.ingest.program.SourceProgram;
import dev.weir.schemas.SettingsException;
import dev.weir.schemas.SettingsFile;
import java.time.InstantSource;
import java.util.function.Consumer;

/** The pollers as a program. */
final class Pollers implements SourceProgram {
  private final ConfiguredSources.Environment environment;

  Pollers(ConfiguredSources.Environment environment) {
    this.environment = environment;
  }

  @Override
  public String name() {
    return "pollers";
  }

  @Override
  public Opened open(SettingsFile settings, Consumer<String> notes) {
    ConfiguredSources configured =
        new ConfiguredSources(settings, environment, InstantSource.system());
    configured.leftOut().forEach(reason -> notes.accept("Left out " + reason));
    if (configured.all().isEmpty()) {
      configured.close();
      throw new SettingsException(
          "Expected a source in mastodon, jetstream or x of the settings, got none that can be polled");
    }
    return configured;
  }
}
