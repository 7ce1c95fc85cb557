package dev.weir.simulator.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weir.simulator.fault.FaultSettings;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import okhttp3.Response;
import org.junit.jupiter.api.Test;

/** Each fault does what it says, and the oracle tells of it. */
class FaultsTest {
  private static final String PUBLIC = "/api/v1/timelines/public";

  @Test
  void aRateLimitSaysHowLongToWaitAndABareOneDoesNot() throws IOException {
    try (Probe probe = new Probe(100, "rate-limit=1")) {
      try (Response response = probe.get("town.test", PUBLIC)) {
        assertThat(response.code()).isEqualTo(429);
        assertThat(response.header("Retry-After")).isEqualTo("1");
        assertThat(response.header("X-RateLimit-Remaining")).isEqualTo("0");
      }
      probe.post("control.test", "/faults?set=rate-limit-bare%3D1");
      try (Response response = probe.get("gazette.test", "/feed.xml")) {
        assertThat(response.code()).isEqualTo(429);
        assertThat(response.header("Retry-After")).isNull();
      }
      assertThat(faults(probe)).containsExactly("rate-limit", "rate-limit-bare");
    }
  }

  @Test
  void aServerErrorIs500AndRobotsAreSpared() throws IOException {
    try (Probe probe = new Probe(100, "server-error=1")) {
      assertThat(probe.status("town.test", PUBLIC)).isEqualTo(500);
      assertThat(probe.status("gazette.test", "/robots.txt")).isEqualTo(200);
      assertThat(faults(probe)).containsExactly("server-error");
    }
  }

  @Test
  void aTimeOutNeverAnswers() throws IOException {
    try (Probe probe = new Probe(100, "time-out=1")) {
      assertThatThrownBy(() -> probe.status("town.test", PUBLIC))
          .isInstanceOf(SocketTimeoutException.class);
      assertThat(faults(probe)).containsExactly("time-out");
    }
  }

  @Test
  void aSilentSourceNeverAnswersAndIsConfiguredWithItsFault() throws IOException {
    try (Probe probe = new Probe(100, "silent-source")) {
      assertThatThrownBy(() -> probe.status("silent.test", "/feed.xml"))
          .isInstanceOf(SocketTimeoutException.class);
      assertThat(probe.oracle("unknown"))
          .extracting(line -> line.path("source").asText())
          .containsExactly("feed/silent", "mastodon/silent");
      FaultSettings faults = FaultSettings.parse("silent-source");
      assertThat(SimulatorSources.yaml(1, "1s", faults, Optional.empty()))
          .contains("name: silent, url: \"http://silent.test/feed.xml\"")
          .contains("name: silent, url: \"http://silent.test\", timeline: public");
      assertThat(SimulatorSources.yaml(1, "1s", FaultSettings.NONE, Optional.empty()))
          .doesNotContain("silent");
    }
  }

  @Test
  void aBodyIsCompressedForWhoeverTakesIt() throws IOException {
    try (Probe probe = new Probe(300, "gzip=1")) {
      probe.advanceTo(300);
      String plain = probe.body("gazette.test", "/feed.xml", "Accept-Encoding", "identity");
      try (Response response = probe.get("gazette.test", "/feed.xml", "Accept-Encoding", "gzip")) {
        assertThat(response.header("Content-Encoding")).isEqualTo("gzip");
        byte[] sent = response.body().bytes();
        try (GZIPInputStream body = new GZIPInputStream(new ByteArrayInputStream(sent))) {
          assertThat(new String(body.readAllBytes(), StandardCharsets.UTF_8)).isEqualTo(plain);
        }
      }
      assertThat(faults(probe)).containsExactly("gzip");
    }
  }

  @Test
  void aTruncatedBodyEndsEarlyAndIsNotServed() throws IOException {
    try (Probe probe = new Probe(100, "truncated=1")) {
      probe.advanceTo(100);
      assertThatThrownBy(() -> probe.body("town.test", PUBLIC))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("unexpected end of stream");
      assertThat(faults(probe)).containsExactly("truncated");
      assertThat(probe.oracle("post")).isEmpty();
    }
  }

  @Test
  void aRepeatedCursorLeadsToWhereItsReaderStands() throws IOException {
    try (Probe probe = new Probe(1000, "none")) {
      probe.advanceTo(1000);
      List<String> all = MastodonHostTest.walk(probe, PUBLIC + "?limit=40&min_id=1", "prev");
      probe.post("control.test", "/faults?set=repeated-cursor%3D1");
      try (Response response = probe.get("town.test", PUBLIC + "?limit=2&min_id=" + all.get(9))) {
        assertThat(response.header("Link")).contains("min_id=" + all.get(9));
        assertThat(response.body().string()).contains(all.get(9), all.get(8));
      }
      assertThat(faults(probe)).containsExactly("repeated-cursor");
    }
  }

  @Test
  void aDuplicateComesTwiceInARow() throws IOException {
    try (Probe probe = new Probe(200, "duplicate=1")) {
      probe.advanceTo(200);
      JsonNode page = Probe.JSON.readTree(probe.body("town.test", PUBLIC + "?limit=5"));
      List<JsonNode> events = JetstreamHostTest.read(probe, "cursor=0");

      assertThat(page).hasSize(10);
      assertThat(page.get(0)).isEqualTo(page.get(1));
      assertThat(events.get(0)).isEqualTo(events.get(1));
      assertThat(faults(probe)).contains("duplicate");
    }
  }

  @Test
  void malformedItemsAreServedWithTheirMarkerAndKind() throws IOException {
    try (Probe probe = new Probe(300, "malformed=5")) {
      probe.advanceTo(300);
      String page = probe.body("town.test", PUBLIC + "?limit=40");
      List<String> messages = Probe.messages();
      probe.subscribe("wantedCollections=app.bsky.feed.post&cursor=0", messages);
      await()
          .atMost(Duration.ofSeconds(60))
          .untilAsserted(() -> assertThat(probe.oracle("malformed")).hasSizeGreaterThan(20));

      String all = page + String.join("", messages);
      assertThat(probe.oracle("malformed"))
          .allMatch(line -> all.contains(line.path("marker").asText()))
          .extracting(line -> line.path("error_type").asText())
          .contains("malformed-json", "missing-field", "malformed-field");
    }
  }

  @Test
  void lateAndFutureItemsTellTheirTimeInTheOracle() throws IOException {
    try (Probe probe = new Probe(500, "late=20,future=30")) {
      probe.advanceTo(500);
      MastodonHostTest.walk(probe, PUBLIC + "?limit=40&min_id=1", "prev");

      assertThat(probe.oracle("post"))
          .extracting(line -> line.path("event_time").asText())
          .anyMatch(time -> time.compareTo("2026-03-01T11:00:05Z") < 0)
          .anyMatch(time -> time.compareTo("2026-03-01T13:00:00Z") > 0);
    }
  }

  @Test
  void aFeedThatRolledOverBetweenTwoPollsIsAGap() throws IOException {
    try (Probe probe = new Probe(1000, "rollover=600")) {
      probe.advanceTo(299);
      for (String feed : feeds()) {
        probe.body(feed.substring(0, feed.indexOf('/')), feed.substring(feed.indexOf('/')));
      }
      probe.advanceTo(400);
      for (String feed : feeds()) {
        probe.body(feed.substring(0, feed.indexOf('/')), feed.substring(feed.indexOf('/')));
      }

      List<JsonNode> losses =
          probe.oracle("gap").stream().filter(gap -> gap.path("unserved").asInt() > 0).toList();
      assertThat(losses).hasSize(1);
      assertThat(losses.get(0).path("source").asText()).startsWith("feed/");
    }
  }

  @Test
  void anOutageLosesWhatIsNotKeptAndIsAGap() throws IOException {
    try (Probe probe = new Probe(3000, "outage=1600")) {
      probe.advanceTo(790);
      List<String> before = MastodonHostTest.walk(probe, PUBLIC + "?limit=40&min_id=1", "prev");
      probe.advanceTo(900);
      assertThat(probe.status("town.test", PUBLIC)).isEqualTo(503);
      assertThat(probe.status("fedi.test", PUBLIC)).isEqualTo(200);
      probe.advanceTo(1300);
      String last = before.get(before.size() - 1);
      MastodonHostTest.walk(probe, PUBLIC + "?limit=40&min_id=" + last, "prev");

      assertThat(probe.oracle("gap")).hasSize(1);
      assertThat(probe.oracle("gap").get(0).path("source").asText()).isEqualTo("mastodon/town");
    }
  }

  @Test
  void aCursorOlderThanWhatIsKeptIsRaisedAndIsAGap() throws IOException {
    try (Probe probe = new Probe(3000, "clamp=1600")) {
      probe.advanceTo(790);
      List<String> messages = Probe.messages();
      probe.subscribe("cursor=0", messages);
      await().atMost(Duration.ofSeconds(60)).until(() -> messages.size() > 300);
      probe.advanceTo(900);
      await().atMost(Duration.ofSeconds(60)).until(() -> messages.contains("closed"));
      List<String> refused = Probe.messages();
      probe.subscribe("cursor=1", refused);
      await().atMost(Duration.ofSeconds(60)).until(() -> refused.contains("refused 503"));
      probe.advanceTo(1300);
      long cursor = Probe.JSON.readTree(messages.get(messages.size() - 2)).path("time_us").asLong();
      List<JsonNode> after = JetstreamHostTest.read(probe, "cursor=" + cursor);

      assertThat(after.get(0).path("time_us").asLong()).isGreaterThan(cursor);
      assertThat(probe.oracle("gap")).hasSize(1);
      assertThat(probe.oracle("gap").get(0).path("source").asText()).isEqualTo("jetstream/sky");
    }
  }

  @Test
  void aDisconnectClosesTheStreamOnce() throws IOException {
    try (Probe probe = new Probe(500, "disconnect=400")) {
      probe.advanceTo(500);
      List<String> messages = Probe.messages();
      probe.subscribe("cursor=0", messages);
      await().atMost(Duration.ofSeconds(60)).until(() -> messages.contains("closed"));
      List<JsonNode> again = JetstreamHostTest.read(probe, "cursor=0");

      assertThat(again).hasSizeGreaterThan(messages.size() / 2);
      assertThat(faults(probe)).contains("disconnect");
    }
  }

  private static List<String> feeds() {
    return Stream.of(dev.weir.simulator.world.Site.values())
        .map(site -> site.host() + NewspaperHost.feedPath(site))
        .toList();
  }

  private static List<String> faults(Probe probe) throws IOException {
    List<String> faults = new ArrayList<>();
    probe.oracle("fault").forEach(line -> faults.add(line.path("fault").asText()));
    return faults;
  }
}
