package dev.weir.simulator.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weir.simulator.world.Instance;
import dev.weir.simulator.world.Kind;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import okhttp3.WebSocket;
import org.junit.jupiter.api.Test;

class MastodonStreamTest {
  private static final String PUBLIC = MastodonStream.PATH + "?stream=public";
  private static final String BEARER = "Bearer " + MastodonStream.TOKEN;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @Test
  void whatHappensToTheTimelineComesAsItHappensDeletionsAmongIt() throws IOException {
    try (Probe probe = new Probe(1500, "none")) {
      List<String> messages = open(probe);
      probe.advanceTo(1500);
      await()
          .atMost(PATIENCE)
          .untilAsserted(
              () -> assertThat(events(messages)).contains("update", "status.update", "delete"));
      await().atMost(PATIENCE).until(() -> messages.size() > 200);
      Set<String> ids = ids(messages, "update");
      List<JsonNode> deletions =
          probe.oracle("post").stream()
              .filter(line -> line.path("operation").asText().equals("DELETE"))
              .toList();

      assertThat(ids).containsAll(ids(messages, "delete"));
      assertThat(deletions).hasSameSizeAs(ids(messages, "delete"));
      assertThat(deletions)
          .allSatisfy(
              line -> {
                assertThat(line.path("address").asText())
                    .startsWith("http://fedi.test/api/v1/statuses/");
                assertThat(line.path("version").asText()).endsWith(":delete");
              });
      assertThat(probe.oracle("withdrawn")).isEmpty();
    }
  }

  @Test
  void aStreamIsGrantedToTheTokenAlone() throws IOException {
    try (Probe probe = new Probe(100, "none")) {
      List<String> nobody = Probe.messages();
      probe.open("fedi.test", PUBLIC, nobody);
      List<String> another = Probe.messages();
      probe.open("fedi.test", PUBLIC, another, "Authorization", "Bearer another");

      await().atMost(PATIENCE).until(() -> nobody.contains("refused 401"));
      await().atMost(PATIENCE).until(() -> another.contains("refused 401"));
      assertThat(probe.body("fedi.test", "/api/v2/instance")).contains("ws://fedi.test");
    }
  }

  @Test
  void aDisconnectClosesTheStreamAndWhatHappensMeanwhileIsNotSent() throws IOException {
    try (Probe probe = new Probe(1000, "stream-disconnect=1000")) {
      List<String> messages = open(probe);
      probe.advanceTo(1000);

      await().atMost(PATIENCE).until(() -> messages.contains("closed"));
      List<String> after = open(probe);
      assertThat(after).isEmpty();
      assertThat(probe.oracle("fault"))
          .extracting(line -> line.path("fault").asText())
          .containsExactly("stream-disconnect");
      assertThat(probe.oracle("withdrawn")).isEmpty();
    }
  }

  @Test
  void whatWasSentToAReaderThatBreaksItsConnectionMayBeLost() throws IOException {
    try (Probe probe = new Probe(1000, "none")) {
      List<String> messages = Probe.messages();
      WebSocket socket = probe.open("fedi.test", PUBLIC, messages, "Authorization", BEARER);
      awaitStreaming(probe);
      probe.advanceTo(300);
      await().atMost(PATIENCE).until(() -> !messages.isEmpty());
      socket.cancel();

      await()
          .atMost(PATIENCE)
          .untilAsserted(() -> assertThat(probe.oracle("withdrawn")).isNotEmpty());
    }
  }

  @Test
  void aPostOfAnInstanceThatNobodyReadsArrivesLateAndIsStreamedThen() throws IOException {
    try (Probe probe = new Probe(2000, "late-federation=1")) {
      List<String> messages = open(probe);
      probe.advanceTo(2000);
      await().atMost(PATIENCE).until(() -> !ids(messages, "update").isEmpty());
      probe.advanceTo(2000 + 9000);
      Set<String> afar =
          items(probe, 2000).stream()
              .map(Instance.FEDI::id)
              .map(id -> Long.toString(id))
              .collect(Collectors.toSet());

      assertThat(afar).isNotEmpty();
      await()
          .atMost(PATIENCE)
          .untilAsserted(() -> assertThat(ids(messages, "update")).containsAnyElementsOf(afar));
    }
  }

  private static List<Long> items(Probe probe, long until) {
    List<Long> items = new ArrayList<>();
    for (long item = 0; item < until; item++) {
      if (probe.world.kind(item) == Kind.TOOT
          && probe.world.toot(item, item).home() == Instance.AFAR
          && probe.world.toot(item, item).instances().contains(Instance.FEDI)) {
        items.add(item);
      }
    }
    return items;
  }

  private static List<String> open(Probe probe) throws IOException {
    List<String> messages = Probe.messages();
    probe.open("fedi.test", PUBLIC, messages, "Authorization", BEARER);
    awaitStreaming(probe);
    return messages;
  }

  private static void awaitStreaming(Probe probe) {
    await().atMost(PATIENCE).until(() -> probe.state().path("streaming").asInt() == 1);
  }

  private static List<String> events(List<String> messages) throws IOException {
    List<String> events = new ArrayList<>();
    for (String message : messages) {
      events.add(Probe.JSON.readTree(message).path("event").asText());
    }
    return events;
  }

  private static Set<String> ids(List<String> messages, String event) throws IOException {
    List<String> ids = new ArrayList<>();
    for (String message : messages) {
      JsonNode node = Probe.JSON.readTree(message);
      if (node.path("event").asText().equals(event)) {
        String payload = node.path("payload").asText();
        ids.add(
            event.equals("delete") ? payload : Probe.JSON.readTree(payload).path("id").asText());
      }
    }
    return Set.copyOf(ids);
  }
}
