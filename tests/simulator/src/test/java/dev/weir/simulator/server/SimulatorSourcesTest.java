package dev.weir.simulator.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.schemas.settings.SettingsFile;
import dev.weir.simulator.corpus.Corpus;
import dev.weir.simulator.fault.FaultSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SimulatorSourcesTest {
  @Test
  void anInstanceThatStreamsIsReadWithAToken() {
    FaultSettings faults = FaultSettings.parse("stream-disconnect");

    assertThat(SimulatorSources.yaml(28100, "2s", faults, Optional.empty()))
        .contains("url: \"http://fedi.test\", timeline: public, every: 2s, horizon: 30s, token-env")
        .contains("url: \"http://town.test\", timeline: public, every: 2s, horizon: 30s}");
    assertThat(SimulatorSources.yaml(28100, "2s", FaultSettings.NONE, Optional.empty()))
        .doesNotContain("token-env");
  }

  @Test
  void thePrintedSettingsAreSettings() {
    String yaml = SimulatorSources.yaml(28100, "2s", FaultSettings.NONE, Optional.empty());

    SettingsFile file = SettingsFile.parse(yaml, "printed");

    assertThat(file.text("contact")).contains("mailto:simulator@weir.test");
    assertThat(yaml)
        .contains("\"*.test\": \"127.0.0.1:28100\"", "http://town.test", "ws://sky.test/subscribe");
  }

  @Test
  void theSourcesOfRecordingsAreThoseOfTheRecordingsAlone(@TempDir Path folder) throws IOException {
    Path feeds = Files.createDirectories(folder.resolve("feeds/a_b"));
    Files.writeString(feeds.resolve("c.xml"), "<rss/>");

    String yaml = SimulatorSources.yaml(28100, "2s", Corpus.open(folder));

    SettingsFile.parse(yaml, "printed");
    assertThat(yaml)
        .contains("name: " + SimulatorSources.feedSource("/a_b/c.xml").substring("feed/".length()))
        .contains("http://feeds.corpus.test/a_b/c.xml")
        .doesNotContain("town.test", "sky.test", "gazette.test", "mastodon:", "jetstream:");
  }
}
