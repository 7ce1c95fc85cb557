package dev.weir.simulator.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JetstreamHostTest {
  private static final String POSTS = "wantedCollections=app.bsky.feed.post";

  @Test
  void aReplayGivesEachEventOnceInRisingTime() throws IOException {
    try (Probe probe = new Probe(1000, "none")) {
      probe.advanceTo(1000);
      List<JsonNode> events = read(probe, POSTS + "&cursor=0");

      assertThat(events)
          .extracting(event -> event.path("time_us").asLong())
          .isSorted()
          .doesNotHaveDuplicates();
      assertThat(events)
          .extracting(event -> event.path("commit").path("operation").asText())
          .contains("create", "update", "delete", "");
      assertThat(events)
          .extracting(event -> event.path("commit").path("collection").asText())
          .doesNotContain("app.bsky.feed.like");
      List<String> served = new ArrayList<>();
      probe.oracle("post").forEach(line -> served.add(line.path("id").asText()));
      assertThat(served).contains(probe.lastSkyPost().uri());
      assertThat(probe.oracle("post"))
          .extracting(line -> line.path("version").asText())
          .doesNotHaveDuplicates();
    }
  }

  @Test
  void aCursorIsInclusive() throws IOException {
    try (Probe probe = new Probe(500, "none")) {
      probe.advanceTo(500);
      List<JsonNode> all = read(probe, POSTS + "&cursor=0");
      long middle = all.get(100).path("time_us").asLong();

      List<JsonNode> rest = read(probe, POSTS + "&cursor=" + middle);

      assertThat(rest).isEqualTo(all.subList(100, all.size()));
    }
  }

  @Test
  void withoutACursorOnlyWhatIsNewComes() throws IOException {
    try (Probe probe = new Probe(500, "none")) {
      probe.advanceTo(400);
      List<String> messages = Probe.messages();
      probe.subscribe(POSTS, messages);
      await().until(() -> probe.state().path("subscribers").asInt() == 1);
      probe.advanceTo(500);
      await().atMost(Duration.ofSeconds(60)).until(() -> messages.size() > 20);

      long first = Probe.JSON.readTree(messages.get(0)).path("time_us").asLong();
      assertThat(first).isGreaterThanOrEqualTo(Probe.EPOCH.plusSeconds(4).toEpochMilli() * 1000);
    }
  }

  @Test
  void eventsComeAgainUnderNewTimesAndACursorAmongThoseTimesIsHonoured() throws IOException {
    try (Probe probe = new Probe(1000, "re-sent=100")) {
      probe.advanceTo(1000);
      List<JsonNode> events = read(probe, POSTS + "&cursor=0");
      Map<String, List<Long>> times = new LinkedHashMap<>();
      for (JsonNode event : events) {
        JsonNode commit = event.path("commit");
        if (!commit.isMissingNode()) {
          String name = event.path("did").asText() + commit.path("rev") + commit.path("operation");
          times
              .computeIfAbsent(name, unused -> new ArrayList<>())
              .add(event.path("time_us").asLong());
        }
      }
      List<Long> again =
          times.values().stream()
              .filter(seen -> seen.size() == 2)
              .map(seen -> seen.get(1))
              .toList();
      List<JsonNode> rest = read(probe, POSTS + "&cursor=" + again.get(40));

      assertThat(again).hasSizeGreaterThan(50).isSorted().doesNotHaveDuplicates();
      assertThat(times.values()).allMatch(seen -> seen.size() <= 2);
      assertThat(rest.get(0).path("time_us").asLong()).isEqualTo(again.get(40));
      assertThat(probe.oracle("post"))
          .extracting(line -> line.path("version").asText())
          .doesNotHaveDuplicates();
    }
  }

  @Test
  void aCursorThatIsNoNumberIsRefused() {
    try (Probe probe = new Probe(100, "none")) {
      List<String> messages = Probe.messages();
      probe.subscribe("cursor=yesterday", messages);

      await().untilAsserted(() -> assertThat(messages).containsExactly("refused 400"));
    }
  }

  /** All that comes, up to the last new post. */
  static List<JsonNode> read(Probe probe, String query) throws IOException {
    List<String> messages = Probe.messages();
    probe.subscribe(query, messages);
    String last = probe.lastSkyPost().rev();
    await().atMost(Duration.ofSeconds(60)).until(() -> indexOf(messages, last) >= 0);
    List<JsonNode> events = new ArrayList<>();
    for (String message : messages.subList(0, indexOf(messages, last) + 1)) {
      events.add(Probe.JSON.readTree(message));
    }
    return events;
  }

  private static int indexOf(List<String> messages, String text) {
    List<String> copy = List.copyOf(messages);
    for (int i = 0; i < copy.size(); i++) {
      if (copy.get(i).contains(text)) {
        return i;
      }
    }
    return -1;
  }
}
