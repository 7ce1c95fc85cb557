package dev.weir.simulator.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.schemas.SettingsFile;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SimulatorSourcesTest {
  @Test
  void thePrintedSettingsAreSettings() {
    String yaml = SimulatorSources.yaml(28100, "2s", Optional.empty());

    SettingsFile file = SettingsFile.parse(yaml, "printed");

    assertThat(file.text("contact")).contains("mailto:simulator@weir.test");
    assertThat(yaml)
        .contains("\"*.test\": \"127.0.0.1:28100\"", "http://town.test", "ws://sky.test/subscribe");
  }
}
