package dev.weir.simulator.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import okhttp3.Response;
import org.junit.jupiter.api.Test;

class MastodonHostTest {
  private static final String PUBLIC = "/api/v1/timelines/public";

  @Test
  void aWalkByPrevGivesEachPostOnceFromOldToNew() throws IOException {
    try (Probe probe = new Probe(1000, "none")) {
      probe.advanceTo(1000);

      List<String> forward = walk(probe, PUBLIC + "?limit=40&min_id=1", "prev");
      List<String> backward = walk(probe, PUBLIC + "?limit=7", "next");

      assertThat(forward).doesNotHaveDuplicates().isSorted().hasSizeGreaterThan(300);
      assertThat(backward).containsExactlyInAnyOrderElementsOf(forward);
    }
  }

  @Test
  void minIdGivesThePageRightAboveItNewestFirstAndSinceIdTheNewestPage() throws IOException {
    try (Probe probe = new Probe(1000, "none")) {
      probe.advanceTo(1000);
      List<String> all = walk(probe, PUBLIC + "?limit=40&min_id=1", "prev");

      List<String> above = ids(probe.body("town.test", PUBLIC + "?limit=3&min_id=" + all.get(9)));
      List<String> newest =
          ids(probe.body("town.test", PUBLIC + "?limit=3&since_id=" + all.get(9)));
      List<String> below = ids(probe.body("town.test", PUBLIC + "?limit=2&max_id=" + all.get(9)));

      assertThat(above).containsExactly(all.get(12), all.get(11), all.get(10));
      assertThat(newest).first().isEqualTo(all.get(all.size() - 1));
      assertThat(newest).hasSize(3);
      assertThat(below).containsExactly(all.get(8), all.get(7));
    }
  }

  @Test
  void anEmptyPageHasNoLinkAndEveryAnswerTellsTheRateLimit() throws IOException {
    try (Probe probe = new Probe(100, "none")) {
      probe.advanceTo(100);
      try (Response response = probe.get("town.test", PUBLIC + "?min_id=999000000000000000")) {
        assertThat(response.header("Link")).isNull();
        assertThat(response.body().string()).isEqualTo("[]");
        assertThat(response.header("X-RateLimit-Reset")).isEqualTo("2026-03-01T12:05:00Z");
      }
    }
  }

  @Test
  void aTagTimelineHoldsOnlyPostsOfTheTag() throws IOException {
    try (Probe probe = new Probe(1000, "none")) {
      probe.advanceTo(1000);
      JsonNode page =
          Probe.JSON.readTree(probe.body("town.test", "/api/v1/timelines/tag/Weather?limit=40"));

      assertThat(page).isNotEmpty();
      assertThat(page).allMatch(status -> status.path("tags").toString().contains("\"weather\""));
    }
  }

  @Test
  void aFederatedPostHasTheSameUriOnBothInstances() throws IOException {
    try (Probe probe = new Probe(1000, "none")) {
      probe.advanceTo(1000);
      List<String> town = uris(probe, "town.test");
      List<String> fedi = uris(probe, "fedi.test");

      assertThat(town).containsAnyElementsOf(fedi);
      assertThat(town).isNotEqualTo(fedi);
    }
  }

  @Test
  void theOracleHoldsEachServedVersionOnce() throws IOException {
    try (Probe probe = new Probe(1000, "none")) {
      probe.advanceTo(1000);
      List<String> served = walk(probe, PUBLIC + "?limit=40&min_id=1", "prev");
      walk(probe, PUBLIC + "?limit=40&min_id=1", "prev");

      assertThat(probe.oracle("post")).hasSize(served.size());
      assertThat(probe.oracle("post"))
          .extracting(line -> line.path("id").asText() + line.path("version").asText())
          .doesNotHaveDuplicates();
    }
  }

  @Test
  void aServedVersionThatAReturningReaderCannotSeeAgainIsWithdrawn() throws IOException {
    try (Probe probe = new Probe(1000, "none")) {
      probe.advanceTo(300);
      walk(probe, PUBLIC + "?limit=40&min_id=1", "prev");
      probe.advanceTo(1000);
      assertThat(probe.oracle("withdrawn")).isEmpty();
      walk(probe, PUBLIC + "?limit=40&min_id=1", "prev");

      assertThat(probe.oracle("withdrawn")).isNotEmpty();
    }
  }

  static List<String> walk(Probe probe, String first, String relation) throws IOException {
    List<String> ids = new ArrayList<>();
    String path = first;
    while (true) {
      try (Response response = probe.get("town.test", path)) {
        List<String> page = ids(response.body().string());
        if (page.isEmpty()) {
          return ids;
        }
        if (relation.equals("prev")) {
          Collections.reverse(page);
        }
        ids.addAll(page);
        Matcher link =
            Pattern.compile("<http://town.test([^>]*)>; rel=\"" + relation)
                .matcher(String.valueOf(response.header("Link")));
        assertThat(link.find()).isTrue();
        path = link.group(1);
      }
    }
  }

  private static List<String> uris(Probe probe, String host) throws IOException {
    List<String> uris = new ArrayList<>();
    for (JsonNode status : Probe.JSON.readTree(probe.body(host, PUBLIC + "?limit=40"))) {
      uris.add(status.path("uri").asText());
    }
    return uris;
  }

  private static List<String> ids(String page) throws IOException {
    List<String> ids = new ArrayList<>();
    Probe.JSON.readTree(page).forEach(status -> ids.add(status.path("id").asText()));
    return ids;
  }
}
