package dev.weir.infra.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.schemas.SettingsException;
import dev.weir.schemas.SettingsFile;
import dev.weir.schemas.StackSettings;
import dev.weir.schemas.TimeSettings;
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
    assertThat(StackPlan.ports(settings, StackPlan.Scope.SERVERS))
        .containsOnlyKeys("registry", "s3");
  }

  @Test
  void aSourceThatLacksItsKeyIsSkippedByName() {
    String yaml =
        """
        mastodon:
          - {name: town, url: "https://town.example", timeline: public, every: 5s, token-env: TOWN_TOKEN}
          - {name: open, url: "https://open.example", timeline: public, every: 5s}
        """;
    EffectiveSettings without = effective(yaml, 0);
    assertThat(without.skipped())
        .containsExactly("mastodon/town lacks its key: TOWN_TOKEN is not set");
    assertThat(without.sources()).containsExactly("mastodon/open  https://open.example  every 5s");
    EffectiveSettings with =
        EffectiveSettings.of(
            SettingsFile.parse(yaml, "t"), FOLDER, 0, Map.of("TOWN_TOKEN", "x")::get);
    assertThat(with.skipped()).isEmpty();
    assertThat(with.file().yaml()).contains("TOWN_TOKEN");
  }

  @Test
  void aNetworkPolledMoreRarelyThanTheAllowedLatenessIsRefusedBeforeAnythingStarts() {
    String yaml =
        """
        time: {allowed-lateness: 5m}
        feeds: [{name: slow, url: "https://slow.example/feed", every: 1h}]
        mastodon:
          - {name: open, url: "https://open.example", every: 5m}
          - {name: town, url: "https://town.example", every: 10m}
        """;
    assertThatThrownBy(() -> effective(yaml, 0))
        .isInstanceOf(SettingsException.class)
        .hasMessage(
            "mastodon.every: Expected mastodon/town to be polled within time.allowed-lateness (5m), got: every 10m");
    assertThat(effective(yaml.replace("every: 10m", "every: 1m"), 0).sources()).hasSize(3);
  }

  @Test
  void whatIsFetchedAndHowOftenIsSaid() {
    String yaml =
        """
        shorteners: [go.example]
        mastodon: [{name: open, url: "https://open.example"}]
        jetstream: [{name: sky, url: "wss://sky.example/subscribe"}]
        x: [{name: weirs, query: "weir lang:en", every: 1m}]
        """;
    EffectiveSettings settings = effective(yaml, 0);
    assertThat(settings.sources())
        .containsExactly(
            "mastodon/open  https://open.example  at the usual intervals",
            "jetstream/sky  wss://sky.example/subscribe  as it comes",
            "x/weirs  weir lang:en  every 1m");
    assertThat(settings.hasScrapers()).isTrue();
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
        EffectiveSettings.of(EffectiveSettings.demo(), FOLDER.demo(), 1, name -> null)
            .withSimulator();
    Map<?, ?> http = demo.file().section("http", Map.class);
    assertThat(http.get("connect-to")).isEqualTo(Map.of("*.test", "127.0.0.1:28101"));
    assertThat(http.get("allow-addresses")).isEqualTo(List.of("127.0.0.1:28101"));
    assertThat(http.get("delay")).isEqualTo("50ms");
    assertThat(demo.hasScrapers()).isTrue();
    assertThat(demo.hasPollers()).isTrue();
    assertThat(demo.file().section("time", TimeSettings.class).window())
        .isEqualTo(Duration.ofSeconds(10));
    assertThat(demo.contact()).isNotEmpty();
  }

  private static EffectiveSettings effective(String yaml, int offset) {
    return EffectiveSettings.of(
        SettingsFile.parse(yaml, "weir.yaml"), FOLDER, offset, name -> null);
  }
}
