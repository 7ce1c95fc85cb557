package dev.weir.simulator.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weir.simulator.world.Site;
import dev.weir.simulator.world.World;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class FeedFaultsTest {
  private static final Pattern LINK = Pattern.compile("<link>([^<]*)[?]utm_source=rss");
  private static final Pattern GUID = Pattern.compile("<guid isPermaLink=\"false\">([^<]*)<");

  @Test
  void theFirstArticleStaysAtTheTopOfOneFeedAndAnOldOneComesThereInAnother() throws IOException {
    try (Probe probe = new Probe(20_000, "pinned")) {
      probe.advanceTo(20_000);
      List<String> gazette = found(LINK, probe.body("gazette.test", "/feed.xml"));
      List<String> herald = found(LINK, probe.body("herald.test", "/feed.xml"));

      assertThat(gazette)
          .hasSize(World.FEED_SIZE)
          .first()
          .isEqualTo(urls(probe, Site.GAZETTE).get(0));
      List<String> latest = urls(probe, Site.HERALD);
      assertThat(herald).first().isEqualTo(latest.get(latest.size() - 10));
      assertThat(herald).hasSize(World.FEED_SIZE).doesNotHaveDuplicates();
    }
  }

  @Test
  void neighboursShareAGuidInOneFeedAndAnotherHasNone() throws IOException {
    try (Probe probe = new Probe(20_000, "odd-guid")) {
      probe.advanceTo(20_000);
      String herald = probe.body("herald.test", "/feed.xml");
      List<String> guids = found(GUID, herald);

      assertThat(probe.body("gazette.test", "/feed.xml")).doesNotContain("<guid");
      assertThat(found(LINK, herald)).doesNotHaveDuplicates();
      assertThat(new HashSet<>(guids)).hasSizeLessThan(guids.size());
    }
  }

  @Test
  void articlesThatAFeedNeverShowedAreAGapAlthoughAPinnedOneIsKnown() throws IOException {
    try (Probe probe = new Probe(40_000, "pinned")) {
      probe.advanceTo(15_000);
      probe.body("gazette.test", "/feed.xml");
      probe.advanceTo(16_000);
      probe.body("gazette.test", "/feed.xml");
      List<JsonNode> before = probe.oracle("gap");
      probe.advanceTo(40_000);
      Set<String> shown = Set.copyOf(found(LINK, probe.body("gazette.test", "/feed.xml")));
      long lost =
          probe.publishedBetween(Site.GAZETTE, 16_000, 40_000).stream()
              .filter(url -> !shown.contains(url))
              .count();

      assertThat(before)
          .extracting(line -> line.path("unserved").asInt())
          .as("who has read nothing before cannot know what there was")
          .containsExactly(0);
      assertThat(probe.oracle("gap")).hasSize(2);
      assertThat(probe.oracle("gap").get(1).path("unserved").asLong()).isEqualTo(lost).isPositive();
    }
  }

  @Test
  void anEmptyAnswerInBetweenIsNoGapAndForgetsNothing() throws IOException {
    try (Probe probe = new Probe(20_000, "none")) {
      probe.advanceTo(15_000);
      probe.body("gazette.test", "/feed.xml");
      probe.post("control.test", "/faults?set=empty-feed%3D1");
      assertThat(probe.body("gazette.test", "/feed.xml"))
          .contains("<channel>")
          .doesNotContain("<item>");
      probe.post("control.test", "/faults?set=none");
      probe.body("gazette.test", "/feed.xml");

      assertThat(probe.oracle("gap")).hasSize(1);
    }
  }

  private static List<String> urls(Probe probe, Site site) {
    return probe.publishedBetween(site, 0, 20_000);
  }

  private static List<String> found(Pattern pattern, String text) {
    List<String> found = new ArrayList<>();
    Matcher matcher = pattern.matcher(text);
    while (matcher.find()) {
      found.add(matcher.group(1));
    }
    return found;
  }
}
