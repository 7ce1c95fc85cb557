package dev.weir.infra.local.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.infra.local.stack.StackChoice;
import dev.weir.infra.local.stack.StackPlan;
import dev.weir.schemas.settings.SettingsException;
import dev.weir.schemas.settings.SettingsFile;
import dev.weir.schemas.settings.StackSettings;
import dev.weir.schemas.settings.TimeSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EffectiveSettingsTest {
  private static final DataFolder FOLDER = new DataFolder(Path.of("/data/weir"));

  @Test
  void everyAddressIsFilledInAndPortsAreMoved() {
    StackSettings stack =
        effective("contact: me", 100).file().section("stack", StackSettings.class);
    assertThat(stack.kafka().external()).contains("127.0.0.1:29192");
    assertThat(stack.registry().external()).contains("http://127.0.0.1:28180/apis/ccompat/v7");
    assertThat(stack.s3().external()).contains("http://127.0.0.1:29100");
    assertThat(stack.catalog().external()).contains("jdbc:sqlite:/data/weir/data/catalog.db");
    assertThat(stack.dataDir()).isEqualTo(Path.of("/data/weir"));
  }

  @Test
  void aServerOfTheUsersOwnIsNotEmbedded() {
    EffectiveSettings settings =
        effective("stack: {kafka: {bootstrap-servers: \"broker:9092\"}}", 0);
    assertThat(settings.stack().kafka().external()).contains("broker:9092");
    assertThat(StackPlan.ports(settings, StackChoice.servers())).containsOnlyKeys("registry", "s3");
  }

  @Test
  void withoutAContactNobodyIsFetchedFrom() {
    assertThatThrownBy(() -> effective("{}", 0).contact())
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("Expected a contact");
  }

  @Test
  void theDemosHostsLeadToTheSimulator() throws Exception {
    EffectiveSettings demo =
        EffectiveSettings.of(EffectiveSettings.demo(), FOLDER.demo(), 1).withSimulator();
    Map<?, ?> http = demo.file().section("http", Map.class);
    assertThat(http.get("connect-to")).isEqualTo(Map.of("*.test", "127.0.0.1:28101"));
    assertThat(http.get("allow-addresses")).isEqualTo(List.of("127.0.0.1:28101"));
    assertThat(http.get("delay")).isEqualTo("50ms");
    assertThat(demo.file().section("time", TimeSettings.class).window())
        .isEqualTo(Duration.ofSeconds(10));
    assertThat(demo.contact()).isNotEmpty();
  }

  private static EffectiveSettings effective(String yaml, int offset) {
    return EffectiveSettings.of(SettingsFile.parse(yaml, "weir.yaml"), FOLDER, offset);
  }
}
