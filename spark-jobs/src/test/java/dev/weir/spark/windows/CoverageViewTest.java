package dev.weir.spark.windows;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.schemas.record.CoverageInterval;
import dev.weir.spark.windows.CoverageView.Summary;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CoverageViewTest {

  private static final Instant START = Instant.parse("2026-11-23T12:00:00Z");
  private static final Instant END = START.plusSeconds(60);

  @Test
  void aSourceIsCompleteWhereItsStatementsCoverTheWindowWithoutAHole() {
    assertThat(summary(interval("a", -10, 30, "complete"), interval("a", 30, 60, "complete")))
        .isEqualTo(new Summary(1, 0, 0, List.of()));
    assertThat(summary(interval("a", -10, 30, "complete"), interval("a", 31, 60, "complete")))
        .isEqualTo(new Summary(0, 0, 1, List.of("a: unknown")));
    assertThat(summary(interval("a", -10, 59, "complete")).unknown()).isEqualTo(1);
  }

  @Test
  void aGapThatTouchesTheWindowIsToldWithItsReason() {
    assertThat(
            summary(
                interval("a", -10, 20, "complete"),
                interval("a", 20, 25, "gap"),
                interval("a", 25, 90, "complete"),
                interval("b", 0, 90, "complete")))
        .isEqualTo(new Summary(1, 1, 0, List.of("a: rolled over")));
    assertThat(summary(interval("a", -20, 0, "gap"), interval("a", 0, 60, "complete")).gap())
        .isZero();
    assertThat(summary(interval("a", 5, 5, "gap")).gap()).isEqualTo(1);
  }

  @Test
  void aSourceThatBeganAfterTheWindowIsNotCounted() {
    assertThat(summary(interval("a", 60, 90, "complete"))).isEqualTo(Summary.EMPTY);
  }

  @Test
  void aSourceThatDiedDaysAgoIsUnknownAndNotForgotten() {
    Map<String, CoverageInterval> intervals = new HashMap<>();
    intervals.put("old", interval("a", -400_000, -300_000, "complete"));
    intervals.put("older", interval("a", -500_000, -400_000, "gap"));
    intervals.put("other", interval("b", -10, 90, "complete"));
    CoverageView.forget(intervals, START, END);
    assertThat(intervals).containsOnlyKeys("old", "other");
    assertThat(CoverageView.summarize(intervals.values(), START, END))
        .isEqualTo(new Summary(1, 0, 1, List.of("a: unknown")));
  }

  @Test
  void aSourceThatNeverAnsweredIsUnknownFromItsOpeningOn() {
    assertThat(summary(interval("a", -90, -90, "unknown")))
        .isEqualTo(new Summary(0, 0, 1, List.of("a: unknown")));
  }

  @Test
  void onlyARetirementEndsWhatIsExpectedOfASource() {
    CoverageInterval dead = interval("a", -500, -400, "complete");
    assertThat(summary(dead, interval("a", -300, -300, "retired"))).isEqualTo(Summary.EMPTY);
    assertThat(summary(dead, interval("a", 30, 30, "retired")).unknown()).isEqualTo(1);
    CoverageInterval alive = interval("a", -500, 30, "complete");
    assertThat(summary(alive, interval("a", 30, 30, "retired")).complete()).isEqualTo(1);
    assertThat(summary(alive, interval("a", 60, 60, "retired")).unknown()).isEqualTo(1);
  }

  @Test
  void aSourceThatComesBackAfterItsRetirementIsExpectedAgain() {
    CoverageInterval retired = interval("a", -300, -300, "retired");
    assertThat(summary(retired, interval("a", -300, -300, "unknown")).unknown()).isEqualTo(1);
    assertThat(summary(retired, interval("a", -100, 90, "complete")).complete()).isEqualTo(1);
    assertThat(summary(retired, interval("a", 70, 90, "complete"))).isEqualTo(Summary.EMPTY);
  }

  @Test
  void whatALaterWindowNeedsOfASourceIsKeptThoughTheSourceSpokeAgain() {
    Map<String, CoverageInterval> intervals = new HashMap<>();
    intervals.put("before", interval("a", -500, -400, "complete"));
    intervals.put("after", interval("a", 3600, 7200, "complete"));
    CoverageView.forget(intervals, START, END);
    assertThat(CoverageView.summarize(intervals.values(), START, END).unknown()).isEqualTo(1);
  }

  @Test
  void aRecordCountsAllIncompleteSourcesAndNamesAHundred() {
    CoverageInterval[] silent =
        IntStream.range(0, 1000)
            .mapToObj(i -> interval("source" + i, -90, -90, "unknown"))
            .toArray(CoverageInterval[]::new);
    assertThat(summary(silent).unknown()).isEqualTo(1000);
    assertThat(summary(silent).incomplete()).hasSize(100);
  }

  @Test
  void whatAQueryLostCountsInItsWindowsAndHowFarItHasComeDoesNot() {
    Set<String> queries = Set.of("counts");
    CoverageInterval lost = interval("query/counts", 20, 25, "gap");
    assertThat(CoverageView.counts(lost, queries)).isTrue();
    assertThat(CoverageView.counts(interval("query/counts", 0, 90, "complete"), queries)).isFalse();
    assertThat(CoverageView.counts(interval("query/sessions", 20, 25, "gap"), queries)).isFalse();
    assertThat(CoverageView.counts(interval("a", 0, 90, "complete"), queries)).isTrue();
    CoverageInterval source = interval("a", 0, 90, "complete");
    assertThat(summary(source, lost))
        .isEqualTo(new Summary(1, 1, 0, List.of("query/counts: rolled over")));
    assertThat(summary(source, interval("query/counts", -20, -10, "gap")))
        .isEqualTo(new Summary(1, 0, 0, List.of()));
  }

  private static Summary summary(CoverageInterval... intervals) {
    return CoverageView.summarize(List.of(intervals), START, END);
  }

  private static CoverageInterval interval(String source, int from, int until, String status) {
    return CoverageInterval.newBuilder()
        .setSource(source)
        .setScope("all")
        .setStart(START.plusSeconds(from))
        .setEnd(START.plusSeconds(until))
        .setStatus(status)
        .setReason(status.equals("gap") ? "rolled over" : null)
        .setObservedAt(END)
        .build();
  }
}
