package dev.weir.pollers.cli;

import dev.weir.ingest.http.PoliteHttpClient;
import dev.weir.ingest.program.SourceProgram;
import dev.weir.ingest.settings.HttpSettings;
import dev.weir.ingest.settings.SiteSettings;
import dev.weir.ingest.source.Source;
import dev.weir.pollers.FrontierLinks;
import dev.weir.pollers.bluesky.JetstreamSettings;
import dev.weir.pollers.bluesky.JetstreamSource;
import dev.weir.pollers.mastodon.MastodonSettings;
import dev.weir.pollers.mastodon.MastodonTimelineSource;
import dev.weir.pollers.x.XSearchSource;
import dev.weir.pollers.x.XSettings;
import dev.weir.schemas.SettingsException;
import dev.weir.schemas.SettingsFile;
import dev.weir.schemas.TimeSettings;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The sources of a settings file, put together with what they need. */
final class ConfiguredSources implements SourceProgram.Opened {
  private static final Duration RECONNECT = Duration.ofSeconds(1);

  private final PoliteHttpClient client;
  private final List<Source> sources = new ArrayList<>();
  private final List<String> left = new ArrayList<>();

  /**
   * Puts them together; nothing is connected to.
   *
   * @param environment a variable's value by its name, or null
   * @throws SettingsException where the settings say something that cannot be done
   */
  ConfiguredSources(SettingsFile settings, Environment environment, InstantSource clock) {
    String contact =
        settings
            .text("contact")
            .orElseThrow(
                () ->
                    new SettingsException(
                        "Expected a contact for the User-Agent, such as contact: mailto:you@example.org, got none"));
    FrontierLinks frontier =
        FrontierLinks.of(
            settings.list("sites", SiteSettings.class), settings.list("shorteners", String.class));
    this.client =
        PoliteHttpClient.create(settings.section("http", HttpSettings.class), contact, clock);
    TimeSettings time = settings.section("time", TimeSettings.class);
    for (MastodonSettings entry : settings.list("mastodon", MastodonSettings.class)) {
      time.requireInTime("mastodon", entry.name(), entry.every());
      Optional<String> token =
          entry.credential().map(environment::value).filter(secret -> !secret.isBlank());
      if (entry.credential().isPresent() && token.isEmpty()) {
        left.add(entry.id() + ": the environment has no " + entry.credential().get());
        continue;
      }
      sources.add(new MastodonTimelineSource(entry, token, client::fetch, clock, frontier));
    }
    for (XSettings entry : settings.list("x", XSettings.class)) {
      time.requireInTime("x", entry.name(), entry.every());
      Optional<String> token =
          Optional.ofNullable(environment.value(entry.tokenEnv()))
              .filter(secret -> !secret.isBlank());
      if (token.isEmpty()) {
        left.add(entry.id() + ": the environment has no " + entry.tokenEnv());
        continue;
      }
      sources.add(new XSearchSource(entry, token.get(), clock, frontier));
    }
    for (JetstreamSettings entry : settings.list("jetstream", JetstreamSettings.class)) {
      sources.add(new JetstreamSource(entry, client::connect, clock, RECONNECT, frontier));
    }
  }

  /** Looks up an environment variable: {@code System::getenv}. */
  @FunctionalInterface
  interface Environment {
    @Nullable String value(String name);
  }

  @Override
  public List<List<Source>> groups() {
    return List.of(List.copyOf(sources));
  }

  /** The sources that were left out, and why. */
  List<String> leftOut() {
    return List.copyOf(left);
  }

  @Override
  public void close() {
    client.close();
  }
}
