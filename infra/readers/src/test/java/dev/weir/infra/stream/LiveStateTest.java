package dev.weir.infra.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.schemas.record.Aggregate;
import dev.weir.schemas.record.CoverageInterval;
import dev.weir.schemas.record.DeadLetter;
import dev.weir.schemas.record.Window;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LiveStateTest {

  private static final Instant NOON = Instant.parse("2026-11-01T12:00:00Z");
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final LiveState state = new LiveState();

  @Test
  void tagsAreSummedOverTheNewestFifteenMinutes() {
    for (int i = 0; i < 20; i++) {
      state.apply(aggregate("tags", "rain", NOON.plus(MINUTE.multipliedBy(i)), MINUTE, 2, 1));
    }
    state.apply(aggregate("tags", "sun", NOON.plus(MINUTE.multipliedBy(19)), MINUTE, 31, 1));

    assertThat(snapshot().tags())
        .containsExactly(new LiveSnapshot.Ranked("sun", 31), new LiveSnapshot.Ranked("rain", 30));
  }

  @Test
  void aLowerRevisionDoesNotReplaceAHigherOne() {
    state.apply(aggregate("posts", "mastodon", NOON, MINUTE, 7, 5));
    state.apply(aggregate("posts", "mastodon", NOON, MINUTE, 3, 4));

    assertThat(snapshot().minutes())
        .containsExactly(new LiveSnapshot.Minute(NOON, NOON.plus(MINUTE), Map.of("mastodon", 7L)));
  }

  @Test
  void linksAreThoseOfTheWindowThatReachesUntilNow() {
    Duration quarter = Duration.ofMinutes(15);
    for (int i = 0; i < 15; i++) {
      state.apply(
          aggregate(
              "links", "http://a.test/" + i, NOON.plus(MINUTE.multipliedBy(i)), quarter, 9, 1));
    }

    LiveSnapshot.Ranking links = snapshot().links().orElseThrow();

    assertThat(links.end()).isEqualTo(NOON.plus(quarter));
    assertThat(links.entries()).containsExactly(new LiveSnapshot.Ranked("http://a.test/0", 9));
  }

  @Test
  void manyDimensionsAreCutToTheLargest() {
    RecentWindows windows = new RecentWindows(2, 1_000);
    for (int i = 0; i < 5_000; i++) {
      windows.apply(aggregate("tags", "t" + i, NOON, MINUTE, i, 1));
    }

    assertThat(windows.newest(1).get(0).counts()).hasSizeLessThanOrEqualTo(1_000);
    assertThat(windows.topOfNewest(1, 1)).containsExactly(new LiveSnapshot.Ranked("t4999", 4_999));
  }

  @Test
  void equalCountsAreCutToo() {
    RecentWindows windows = new RecentWindows(1, 100);
    for (int i = 0; i < 500; i++) {
      windows.apply(aggregate("tags", "t" + i, NOON, MINUTE, 1, 1));
    }

    assertThat(windows.newest(1).get(0).counts()).hasSizeLessThanOrEqualTo(100);
  }

  @Test
  void windowsAreCountedByQueryAndState() {
    state.apply(window("counts", NOON, "open", 1));
    state.apply(window("counts", NOON, "final", 2));
    state.apply(window("counts", NOON.plus(MINUTE), "open", 2));

    assertThat(snapshot().windows())
        .containsEntry(
            "counts",
            new LiveSnapshot.QueryWindows(1, 1, Optional.of(NOON.plus(MINUTE)), 10, 0, 1));
  }

  @Test
  void deadLettersAreCountedByType() {
    state.apply(deadLetter("malformed-json"));
    state.apply(deadLetter("malformed-json"));
    state.apply(deadLetter("missing-field"));

    assertThat(snapshot().deadLetters())
        .isEqualTo(
            new LiveSnapshot.DeadLetters(
                3,
                Map.of("malformed-json", 2L, "missing-field", 1L),
                Optional.of("missing-field: broken (mastodon/town)")));
  }

  @Test
  void aGapEndsWhatIsCompleteAndTheNextStretchBeginsIt() {
    state.apply(interval("feed/gazette", NOON, NOON.plus(MINUTE), "complete"));
    state.apply(interval("feed/gazette", NOON.plus(MINUTE), NOON.plusSeconds(90), "gap"));
    state.apply(interval("feed/gazette", NOON.plusSeconds(90), NOON.plusSeconds(100), "complete"));
    state.apply(interval("feed/gazette", NOON.plusSeconds(90), NOON.plusSeconds(200), "complete"));
    state.apply(interval("query/mentions", NOON, NOON.plusSeconds(100), "complete"));

    List<SourceCoverage> coverage = snapshot().coverage();

    assertThat(coverage).hasSize(1);
    assertThat(coverage.get(0).completeSince()).contains(NOON.plusSeconds(90));
    assertThat(coverage.get(0).reached()).isEqualTo(NOON.plusSeconds(200));
    assertThat(coverage.get(0).gaps())
        .containsExactly(
            new SourceCoverage.Gap(NOON.plus(MINUTE), NOON.plusSeconds(90), "gap", "rolled over"));
  }

  private LiveSnapshot snapshot() {
    return state.snapshot(NOON, true, Optional.empty(), 0);
  }

  private static Aggregate aggregate(
      String metric, String dimension, Instant start, Duration length, long count, long revision) {
    return Aggregate.newBuilder()
        .setQuery("counts")
        .setMetric(metric)
        .setDimension(dimension)
        .setWindowStart(start)
        .setWindowEnd(start.plus(length))
        .setValues(Map.of("count", count))
        .setRevision(revision)
        .build();
  }

  private static Window window(String query, Instant start, String status, long revision) {
    return Window.newBuilder()
        .setQuery(query)
        .setWindowStart(start)
        .setWindowEnd(start.plus(MINUTE))
        .setStatus(status)
        .setRule("live")
        .setRevision(revision)
        .setRows(10)
        .setRowsDropped(0)
        .setSourcesComplete(1)
        .setSourcesGap(1)
        .setSourcesUnknown(0)
        .setWrittenAt(start)
        .build();
  }

  private static DeadLetter deadLetter(String type) {
    return DeadLetter.newBuilder()
        .setOrigin("source")
        .setSource("mastodon/town")
        .setItem("1")
        .setErrorType(type)
        .setErrorMessage("broken")
        .setRaw(ByteBuffer.wrap(new byte[] {1}))
        .setObservedAt(NOON)
        .build();
  }

  private static CoverageInterval interval(
      String source, Instant start, Instant end, String status) {
    return CoverageInterval.newBuilder()
        .setSource(source)
        .setScope("all")
        .setStart(start)
        .setEnd(end)
        .setStatus(status)
        .setReason(status.equals("complete") ? null : "rolled over")
        .setObservedAt(end)
        .build();
  }
}
