package dev.weir.ingest.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.schemas.record.FrontierEntry;
import dev.weir.schemas.topic.Keys;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class FrontierIndexTest {
  private static final Instant NOON = Instant.parse("2026-11-01T12:00:00Z");
  private static final String URL = "http://gazette.test/a";

  private final FrontierIndex index = new FrontierIndex();

  @Test
  void anUnknownUrlIsDueOnceFound() {
    index.accept(finding(URL, NOON, 0));
    assertThat(due(NOON)).containsExactly(URL);
    assertThat(index.nextDue("gazette.test")).contains(NOON);
    assertThat(index.due("herald.test", NOON, 10)).isEmpty();
  }

  @Test
  void aFindingOfAKnownUrlChangesNothing() {
    index.accept(state(URL, NOON, NOON.plus(Duration.ofHours(1)), List.of()));
    index.accept(finding(URL, NOON.plusSeconds(60), 0));
    assertThat(due(NOON.plusSeconds(120))).isEmpty();
    assertThat(index.get(URL).orElseThrow().getRevision()).isEqualTo(3);
  }

  @Test
  void aFindingThatSaysChangedMakesItDueUntilItIsFetched() {
    index.accept(state(URL, NOON, NOON.plus(Duration.ofHours(1)), List.of()));
    index.accept(finding(URL, NOON.plusSeconds(60), 1));
    assertThat(due(NOON.plusSeconds(60))).containsExactly(URL);
    assertThat(index.get(URL).orElseThrow().getRevision()).isEqualTo(3);
    index.accept(state(URL, NOON.plusSeconds(90), NOON.plus(Duration.ofHours(2)), List.of()));
    assertThat(due(NOON.plusSeconds(120))).isEmpty();
  }

  @Test
  void aNewRedirectMakesAKnownUrlDueAndIsKept() {
    index.accept(state(URL, NOON, NOON.plus(Duration.ofHours(1)), List.of("http://go.test/1")));
    FrontierEntry old = finding(URL, NOON.plusSeconds(60), 0);
    old.setRedirects(List.of("http://go.test/1"));
    index.accept(old);
    assertThat(due(NOON.plusSeconds(120))).isEmpty();
    FrontierEntry other = finding(URL, NOON.plusSeconds(60), 0);
    other.setRedirects(List.of("http://go.test/2"));
    index.accept(other);
    assertThat(due(NOON.plusSeconds(120))).containsExactly(URL);
    assertThat(index.get(URL).orElseThrow().getRedirects())
        .containsExactly("http://go.test/1", "http://go.test/2");
  }

  @Test
  void theOrderOfTheTopicDoesNotMatter() {
    index.accept(finding(URL, NOON.minusSeconds(60), 1));
    index.accept(state(URL, NOON, NOON.plus(Duration.ofHours(1)), List.of()));
    FrontierIndex other = new FrontierIndex();
    other.accept(state(URL, NOON, NOON.plus(Duration.ofHours(1)), List.of()));
    other.accept(finding(URL, NOON.minusSeconds(60), 1));
    assertThat(index.get(URL)).isEqualTo(other.get(URL));
    assertThat(due(NOON.plusSeconds(60))).isEmpty();
  }

  @Test
  void theHigherPriorityGoesFirstThenTheLongestDue() {
    index.accept(finding("http://gazette.test/late", NOON.plusSeconds(2), 0));
    index.accept(finding("http://gazette.test/early", NOON.plusSeconds(1), 0));
    index.accept(finding("http://gazette.test/urgent", NOON.plusSeconds(3), 5));
    index.accept(finding("http://gazette.test/future", NOON.plusSeconds(30), 9));
    assertThat(due(NOON.plusSeconds(10)))
        .containsExactly(
            "http://gazette.test/urgent", "http://gazette.test/early", "http://gazette.test/late");
    assertThat(index.due("gazette.test", NOON.plusSeconds(10), 1)).hasSize(1);
    assertThat(index.size()).isEqualTo(4);
  }

  @Test
  void aFindingHasAKeyOfItsOwn() {
    FrontierEntry finding = finding(URL, NOON, 0);
    assertThat(Keys.frontier(finding)).isEqualTo("found||" + URL);
    finding.setRedirects(List.of("http://go.test/1"));
    assertThat(Keys.frontier(finding)).isEqualTo("found|http://go.test/1|" + URL);
    assertThat(Keys.frontier(state(URL, NOON, NOON, List.of()))).isEqualTo(URL);
  }

  private List<String> due(Instant now) {
    return index.due("gazette.test", now, 10).stream().map(FrontierEntry::getUrl).toList();
  }

  private static FrontierEntry finding(String url, Instant at, int priority) {
    return FrontierEntry.newBuilder()
        .setUrl(url)
        .setDomain("gazette.test")
        .setDiscoveredBy("feed/gazette")
        .setDiscoveredAt(at)
        .setNextFetchAt(at)
        .setPriority(priority)
        .build();
  }

  private static FrontierEntry state(
      String url, Instant fetched, Instant next, List<String> redirects) {
    return FrontierEntry.newBuilder(finding(url, NOON.minusSeconds(300), 0))
        .setLastFetchedAt(fetched)
        .setNextFetchAt(next)
        .setRevision(3)
        .setRedirects(redirects)
        .build();
  }
}
