package dev.weir.schemas.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SettingsFileTest {

  record Feed(String name, String url, Duration every, Integer maxItems) {}

  @Test
  void anAbsentSectionIsAllDefaults() {
    SettingsFile file = SettingsFile.parse("", "weir.yaml");

    assertThat(file.section("time", TimeSettings.class)).isEqualTo(TimeSettings.defaults());
    assertThat(file.section("stack", StackSettings.class)).isEqualTo(StackSettings.defaults());
    assertThat(file.list("feeds", Feed.class)).isEmpty();
    assertThat(file.text("contact")).isEmpty();
  }

  @Test
  void aFileOfCommentsAloneIsEmpty() {
    assertThat(SettingsFile.parse("# nothing yet\n", "weir.yaml").has("time")).isFalse();
  }

  @Test
  void anEmptySectionIsAllDefaults() {
    SettingsFile file = SettingsFile.parse("time:\nfeeds:\ncontact:\n", "weir.yaml");

    assertThat(file.section("time", TimeSettings.class)).isEqualTo(TimeSettings.defaults());
    assertThat(file.list("feeds", Feed.class)).isEmpty();
    assertThat(file.text("contact")).isEmpty();
  }

  @Test
  void keysAreKebabCaseAndDurationsAreShort() {
    SettingsFile file =
        SettingsFile.parse(
            """
            contact: mailto:you@example.org
            time: {window: 10s, allowed-lateness: 500ms, join-window: 2d}
            shorteners: [go.test]
            feeds:
              - {name: gazette, url: "http://gazette.test/feed.xml", every: 60s, max-items: 5}
            """,
            "weir.yaml");

    TimeSettings time = file.section("time", TimeSettings.class);
    assertThat(time.window()).isEqualTo(Duration.ofSeconds(10));
    assertThat(time.allowedLateness()).isEqualTo(Duration.ofMillis(500));
    assertThat(time.joinWindow()).isEqualTo(Duration.ofDays(2));
    assertThat(file.text("contact")).contains("mailto:you@example.org");
    assertThat(file.list("shorteners", String.class)).containsExactly("go.test");
    assertThat(file.list("feeds", Feed.class))
        .containsExactly(
            new Feed("gazette", "http://gazette.test/feed.xml", Duration.ofMinutes(1), 5));
  }

  @Test
  void theWholeStackSectionIsRead() {
    SettingsFile file =
        SettingsFile.parse(
            """
            stack:
              data-dir: /var/weir
              topic-prefix: "news."
              kafka: {bootstrap-servers: "broker:9092", properties: {security.protocol: SASL_SSL, sasl.jaas.config: "env:JAAS"}}
              registry: {url: "https://registry/apis/ccompat/v7"}
              s3: {endpoint: "https://s3", bucket: news, path-style: false}
              catalog: {uri: "jdbc:postgresql://db/weir", user-env: DB_USER}
              ports: {kafka: 1234}
            """,
            "weir.yaml");

    StackSettings stack = file.section("stack", StackSettings.class);

    assertThat(stack.dataDir()).isEqualTo(Path.of("/var/weir"));
    assertThat(stack.bootstrapServers()).isEqualTo("broker:9092");
    assertThat(stack.kafka().clientProperties(name -> name.equals("JAAS") ? "secret" : null))
        .isEqualTo(Map.of("security.protocol", "SASL_SSL", "sasl.jaas.config", "secret"));
    assertThat(stack.kafkaClient(name -> "secret"))
        .containsEntry("bootstrap.servers", "broker:9092")
        .containsEntry("sasl.jaas.config", "secret");
    assertThat(stack.registryUrl()).isEqualTo("https://registry/apis/ccompat/v7");
    assertThat(stack.s3Endpoint()).isEqualTo("https://s3");
    assertThat(stack.s3().pathStyle()).isFalse();
    assertThat(stack.catalogUri()).isEqualTo("jdbc:postgresql://db/weir");
    assertThat(stack.ports().kafka()).isEqualTo(1234);
    assertThat(stack.ports().s3()).isEqualTo(29000);
  }

  @Test
  void theEmbeddedStackIsOnLoopback() {
    StackSettings stack = StackSettings.defaults();

    assertThat(stack.bootstrapServers()).isEqualTo("127.0.0.1:29092");
    assertThat(stack.registryUrl()).isEqualTo("http://127.0.0.1:28080/apis/ccompat/v7");
    assertThat(stack.s3Endpoint()).isEqualTo("http://127.0.0.1:29000");
    assertThat(stack.catalogUri()).isEqualTo("jdbc:sqlite:.weir/data/catalog.db");
    assertThat(stack.ports().plus(10).registry()).isEqualTo(28090);
  }

  @Test
  void aVariableThatIsNotSetIsNamed() {
    StackSettings.KafkaSettings kafka =
        new StackSettings.KafkaSettings(null, Map.of("sasl.jaas.config", "env:JAAS"));

    assertThatThrownBy(() -> kafka.clientProperties(name -> null))
        .isInstanceOf(SettingsException.class)
        .hasMessage(
            "stack.kafka.properties.sasl.jaas.config: Expected the environment variable JAAS to be"
                + " set");
  }

  @Test
  void aMisspeltFixedSectionIsAnError() {
    assertThatThrownBy(() -> SettingsFile.parse("contact: x\ntiem: {}\n", "weir.yaml"))
        .isInstanceOf(SettingsException.class)
        .hasMessage("weir.yaml:2: tiem: Unknown key 'tiem', did you mean 'time'?");
  }

  @Test
  void theSectionsOfSourcesNeedNotBeKnownInOrderToReadTheOthers() {
    SettingsFile file = SettingsFile.parse("murmur: [{name: a}]\ntime: {window: 10s}\n", "w");
    assertThat(file.section("time", TimeSettings.class).window()).isEqualTo(Duration.ofSeconds(10));
    file.refuseMisspelt(List.of("feeds"));
    file.requireKnown(List.of("feeds", "murmur"));
  }

  @Test
  void whoKnowsAllSectionsRefusesAnUnknownOne() {
    SettingsFile file = SettingsFile.parse("contact: x\nmurmur: []\nfeed: []\n", "weir.yaml");
    assertThatThrownBy(() -> file.requireKnown(List.of("feeds")))
        .isInstanceOf(SettingsException.class)
        .hasMessageStartingWith("weir.yaml:2: murmur: Unknown key 'murmur', expected one of [");
    assertThatThrownBy(() -> file.refuseMisspelt(List.of("feeds")))
        .isInstanceOf(SettingsException.class)
        .hasMessage("weir.yaml:3: feed: Unknown key 'feed', did you mean 'feeds'?");
  }

  @Test
  void anUnknownKeyIsAnErrorWithFileLineAndSuggestion() {
    SettingsFile file =
        SettingsFile.parse("feeds:\n  - name: a\n    url: b\n    evry: 1m\n", "weir.yaml");

    assertThatThrownBy(() -> file.list("feeds", Feed.class))
        .isInstanceOf(SettingsException.class)
        .hasMessage("weir.yaml:4: feeds[0].evry: Unknown key 'evry', did you mean 'every'?");
  }

  @Test
  void aKeyUnlikeAnyOtherIsAnsweredWithTheKnownOnes() {
    SettingsFile file = SettingsFile.parse("time: {timezone: UTC}", "weir.yaml");

    assertThatThrownBy(() -> file.section("time", TimeSettings.class))
        .hasMessageStartingWith(
            "weir.yaml:1: time.timezone: Unknown key 'timezone', expected one of"
                + " [allowed-lateness, hop-size,");
  }

  @Test
  void aRepeatedKeyIsAnError() {
    assertThatThrownBy(() -> SettingsFile.parse("time:\n  window: 1m\n  window: 2m\n", "weir.yaml"))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("weir.yaml:3")
        .hasMessageContaining("window");
    assertThatThrownBy(() -> SettingsFile.parse("http: {}\nhttp: {}\n", "weir.yaml"))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("weir.yaml:2");
  }

  @Test
  void aWrongDurationIsShownWithItsLine() {
    SettingsFile file = SettingsFile.parse("time:\n  window: soon\n", "weir.yaml");

    assertThatThrownBy(() -> file.section("time", TimeSettings.class))
        .hasMessage(
            "weir.yaml:2: time.window: Expected a duration such as 500ms, 30s, 5m, 1h or 7d, got:"
                + " soon");
  }

  @Test
  void aWrongNumberIsShownWithItsLine() {
    SettingsFile file = SettingsFile.parse("stack:\n  ports: {kafka: many}\n", "weir.yaml");

    assertThatThrownBy(() -> file.section("stack", StackSettings.class))
        .hasMessage("weir.yaml:2: stack.ports.kafka: Expected a number, got: many");
  }

  @Test
  void theConstructorsComplaintIsShown() {
    SettingsFile file = SettingsFile.parse("time: {window: 0s}\n", "weir.yaml");

    assertThatThrownBy(() -> file.section("time", TimeSettings.class))
        .hasMessageContaining("weir.yaml:1: time")
        .hasMessageContaining("Expected time.window above 0s, got: 0s");
  }

  @Test
  void aListWhereAMappingBelongsIsAnError() {
    SettingsFile file = SettingsFile.parse("time: [1m]\n", "weir.yaml");

    assertThatThrownBy(() -> file.section("time", TimeSettings.class))
        .hasMessageContaining("Expected a mapping");
  }

  @Test
  void anEmptyListEntryIsAnError() {
    SettingsFile file = SettingsFile.parse("feeds:\n  -\n", "weir.yaml");

    assertThatThrownBy(() -> file.list("feeds", Feed.class)).isInstanceOf(SettingsException.class);
  }

  @Test
  void whatIsNotYamlIsAnErrorWithItsLine() {
    assertThatThrownBy(() -> SettingsFile.parse("time: {window: 1m\nhttp: [\n", "weir.yaml"))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("weir.yaml:");
  }

  @Test
  void aFileThatIsNoMappingIsAnError() {
    assertThatThrownBy(() -> SettingsFile.parse("- time\n", "weir.yaml"))
        .hasMessageContaining("Expected a mapping");
  }

  @Test
  void aReplacedSectionIsReadBackTheSame() {
    StackSettings stack =
        new StackSettings(
            Path.of("/data"),
            "w.",
            new StackSettings.KafkaSettings("127.0.0.1:1", Map.of("a.b", "c")),
            null,
            null,
            null,
            null);

    SettingsFile file =
        SettingsFile.parse("shorteners: [go.test]\n# note\n", "weir.yaml").with("stack", stack);

    SettingsFile again = SettingsFile.parse(file.yaml(), "again");
    assertThat(again.section("stack", StackSettings.class)).isEqualTo(stack);
    assertThat(again.list("shorteners", String.class)).isEqualTo(List.of("go.test"));
    assertThat(
            SettingsFile.parse("", "x")
                .with("time", TimeSettings.defaults())
                .section("time", TimeSettings.class))
        .isEqualTo(TimeSettings.defaults());
  }
}
