package dev.weir.ingest.shard.commit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.ingest.source.Completeness;
import dev.weir.schemas.record.CoverageInterval;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CoverageTrackerTest {

  private static final Instant T0 = Instant.parse("2026-05-01T12:00:00Z");

  private @Nullable CoverageInterval open;

  private CoverageTracker.Step say(Completeness extent) {
    CoverageTracker.Step step = CoverageTracker.advance("feed/gazette", open, extent, T0);
    open = step.open();
    return step;
  }

  private static String text(CoverageInterval interval) {
    return interval.getStatus()
        + " "
        + (interval.getStart().getEpochSecond() - T0.getEpochSecond())
        + ".."
        + (interval.getEnd().getEpochSecond() - T0.getEpochSecond())
        + " "
        + interval.getStartPosition()
        + ".."
        + interval.getEndPosition();
  }

  private static Instant at(long seconds) {
    return T0.plusSeconds(seconds);
  }

  @Test
  void theFirstStatementBeginsAnIntervalAtItsTime() {
    assertThat(say(Completeness.contiguous(at(5), "a")).written())
        .extracting(CoverageTrackerTest::text)
        .containsExactly("complete 5..5 a..a");
  }

  @Test
  void theOpenIntervalGrowsInPlace() {
    say(Completeness.contiguous(at(5), "a"));

    CoverageTracker.Step step = say(Completeness.contiguous(at(9), "b"));

    assertThat(step.written())
        .extracting(CoverageTrackerTest::text)
        .containsExactly("complete 5..9 a..b");
    assertThat(step.open()).isEqualTo(step.written().get(0));
  }

  @Test
  void anEndNeverMovesBack() {
    say(Completeness.contiguous(at(5), "a"));
    say(Completeness.contiguous(at(9), "b"));

    assertThat(say(Completeness.contiguous(at(7), "c")).written())
        .extracting(CoverageTrackerTest::text)
        .containsExactly("complete 5..9 a..c");
  }

  @Test
  void aGapClosesTheOpenIntervalAndAnotherOpensBehindIt() {
    say(Completeness.contiguous(at(5), "a"));
    say(Completeness.contiguous(at(9), "b"));

    CoverageTracker.Step step = say(Completeness.gap(at(9), at(20), "feed rolled over", "b", "f"));

    assertThat(step.written())
        .extracting(CoverageTrackerTest::text)
        .containsExactly("complete 5..9 a..b", "gap 9..20 b..f", "complete 20..20 f..f");
    assertThat(step.written().get(1).getReason()).isEqualTo("feed rolled over");
    assertThat(text(say(Completeness.contiguous(at(30), "g")).written().get(0)))
        .isEqualTo("complete 20..30 f..g");
  }

  @Test
  void aGapMayTakeBackWhatWasClaimed() {
    say(Completeness.contiguous(at(5), "a"));
    say(Completeness.contiguous(at(9), "b"));

    assertThat(say(Completeness.gap(at(7), at(20), "clamped", "x", "f")).written())
        .extracting(CoverageTrackerTest::text)
        .containsExactly("complete 5..7 a..x", "gap 7..20 x..f", "complete 20..20 f..f");
  }

  @Test
  void aGapFromTheStartOfTheOpenIntervalTakesItsPlace() {
    say(Completeness.contiguous(at(5), "a"));

    assertThat(say(Completeness.gap(at(5), at(20), "clamped", "a", "f")).written())
        .extracting(CoverageTrackerTest::text)
        .containsExactly("gap 5..20 a..f", "complete 20..20 f..f");
  }

  @Test
  void aGapOfNoTimeStillHasAPlaceOfItsOwn() {
    CoverageTracker.Step step = say(Completeness.gap(at(5), at(5), "burst", "a", "f"));

    assertThat(step.written().get(0).getEnd()).isEqualTo(at(5).plusNanos(1000));
    assertThat(step.written().get(1).getStart()).isEqualTo(at(5).plusNanos(1000));
  }

  @Test
  void inTheMiddleOfAWalkNothingIsClaimed() {
    say(Completeness.contiguous(at(5), "a"));
    CoverageInterval before = open;

    CoverageTracker.Step step = say(Completeness.pending());

    assertThat(step.written()).isEmpty();
    assertThat(step.open()).isEqualTo(before);
  }

  @Test
  void unknownGroundIsAnIntervalOfItsOwnThatGrows() {
    say(Completeness.contiguous(at(5), "a"));

    assertThat(say(Completeness.unknown(at(9), "no ids")).written())
        .extracting(CoverageTrackerTest::text)
        .containsExactly("unknown 5..9 a..a");
    assertThat(say(Completeness.unknown(at(12), "no ids")).written())
        .extracting(CoverageTrackerTest::text)
        .containsExactly("unknown 5..12 a..a");
    assertThat(say(Completeness.contiguous(at(15), "b")).written())
        .extracting(CoverageTrackerTest::text)
        .containsExactly("complete 12..15 a..b");
  }

  private CoverageTracker.Step fail(long seconds) {
    CoverageTracker.Step step = CoverageTracker.failing("feed/gazette", open, at(seconds));
    open = step.open();
    return step;
  }

  @Test
  void aSourceThatNeverAnswersIsUnknownFromItsOpeningOn() {
    open = CoverageTracker.opened("feed/gazette", at(2)).open();

    assertThat(fail(9).written())
        .extracting(CoverageTrackerTest::text)
        .containsExactly("unknown 2..9 null..null");
    assertThat(fail(3600).written())
        .extracting(CoverageTrackerTest::text)
        .containsExactly("unknown 2..3600 null..null");
  }

  @Test
  void theFirstAnswerClaimsNothingOfTheTimeBeforeIt() {
    open = CoverageTracker.opened("feed/gazette", at(2)).open();
    fail(3600);

    assertThat(say(Completeness.contiguous(at(3605), "a")).written())
        .extracting(CoverageTrackerTest::text)
        .containsExactly("unknown 2..3605 null..null", "complete 3605..3605 a..a");
    assertThat(say(Completeness.contiguous(at(3700), "b")).written())
        .extracting(CoverageTrackerTest::text)
        .containsExactly("complete 3605..3700 a..b");
  }

  @Test
  void anAnswerAtTheOpeningTakesThePlaceOfTheUnknown() {
    open = CoverageTracker.opened("feed/gazette", at(2)).open();

    assertThat(say(Completeness.contiguous(at(1), "a")).written())
        .extracting(CoverageTrackerTest::text)
        .containsExactly("complete 2..2 a..a");
  }

  @Test
  void whatFailsLaterKeepsItsClaimAndShowsThatItIsRun() {
    say(Completeness.contiguous(at(5), "a"));
    say(Completeness.contiguous(at(9), "b"));

    CoverageTracker.Step step = fail(60);

    assertThat(step.written())
        .extracting(CoverageTrackerTest::text)
        .containsExactly("complete 5..9 a..b");
    assertThat(step.written().get(0).getObservedAt()).isEqualTo(at(60));
  }
}
