package dev.weir.pollers.bluesky;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.ingest.source.Completeness;
import dev.weir.ingest.source.Positions;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class JetstreamProgressTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

  private static long at(int seconds) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, NOW.plusSeconds(seconds));
  }

  private static JetstreamProgress resumed(JetstreamProgress progress, int seconds)
      throws Exception {
    JetstreamProgress resumed =
        new JetstreamProgress(
            Positions.read("sky", Optional.of(progress.positionJson()), JetstreamPosition.class));
    resumed.opened(NOW.plusSeconds(seconds));
    return resumed;
  }

  private static JetstreamProgress started() {
    JetstreamProgress progress = new JetstreamProgress(Optional.empty());
    assertThat(progress.cursor()).isEqualTo(OptionalLong.empty());
    progress.opened(NOW);
    return progress;
  }

  @Test
  void aStartWithoutAPositionIsWholeFromTheOpeningOn() {
    assertThat(started().extent()).isEqualTo(Completeness.contiguous(NOW, Long.toString(at(0))));
  }

  @Test
  void theCursorIsTheEarliestOfTheLastEventsSinceTheirTimesAreNotInOrder() {
    JetstreamProgress progress = started();
    progress.accept("a", at(2), NOW.plusSeconds(2));
    progress.accept("b", at(1), NOW.plusSeconds(2));
    assertThat(progress.cursor()).isEqualTo(OptionalLong.of(at(1)));
    assertThat(progress.extent())
        .isEqualTo(Completeness.contiguous(NOW.plusSeconds(2), Long.toString(at(2))));
  }

  @Test
  void anEventThatComesAgainIsKnown() throws Exception {
    JetstreamProgress progress = started();
    assertThat(progress.accept("a", at(1), NOW)).isTrue();
    assertThat(progress.accept("a", at(1), NOW)).isFalse();
    JetstreamProgress resumed = resumed(progress, 60);
    assertThat(resumed.accept("a", at(1), NOW)).isFalse();
    assertThat(resumed.accept("b", at(1), NOW)).as("another operation of the same commit").isTrue();
  }

  @Test
  void nothingIsClaimedAfterAResumeUntilTheServerHasShownThatItKeptTheCursor() throws Exception {
    JetstreamProgress progress = started();
    progress.accept("a", at(1), NOW);
    JetstreamProgress resumed = resumed(progress, 60);
    resumed.quiet(NOW.plusSeconds(59));
    assertThat(resumed.extent()).isEqualTo(Completeness.pending());
    resumed.accept("a", at(1), NOW.plusSeconds(60));
    resumed.quiet(NOW.plusSeconds(74));
    assertThat(resumed.extent())
        .isEqualTo(Completeness.contiguous(NOW.plusSeconds(1), Long.toString(at(1))));
    resumed.quiet(NOW.plusSeconds(75));
    assertThat(resumed.extent())
        .isEqualTo(Completeness.contiguous(NOW.plusSeconds(75), Long.toString(at(1))));
  }

  @Test
  void aCursorThatTheServerRaisedIsAGapUpToItsFirstEvent() throws Exception {
    JetstreamProgress progress = started();
    progress.accept("a", at(1), NOW);
    JetstreamProgress resumed = resumed(progress, 600);
    resumed.accept("z", at(300), NOW.plusSeconds(600));
    assertThat(resumed.extent())
        .isEqualTo(
            Completeness.gap(
                NOW.plusSeconds(1),
                NOW.plusSeconds(300),
                "cursor clamped",
                Long.toString(at(1)),
                Long.toString(at(300))));
    assertThat(resumed.extent())
        .isEqualTo(Completeness.contiguous(NOW.plusSeconds(300), Long.toString(at(300))));
  }

  @Test
  void aReplayThatShowsAnEditAsACreationIsNoGap() throws Exception {
    JetstreamProgress progress = started();
    progress.accept("a update", at(1), NOW);
    JetstreamProgress resumed = resumed(progress, 600);
    assertThat(resumed.accept("a create", at(1), NOW.plusSeconds(600))).isTrue();
    assertThat(resumed.extent()).isInstanceOf(Completeness.Contiguous.class);
  }

  @Test
  void aStreamThatWasQuietFromTheStartIsTakenUpWithoutAGap() throws Exception {
    JetstreamProgress resumed = resumed(started(), 60);
    resumed.accept("a", at(50), NOW.plusSeconds(60));
    assertThat(resumed.extent()).isInstanceOf(Completeness.Contiguous.class);
  }

  @Test
  void aTimeFarAheadIsNotBelieved() {
    JetstreamProgress progress = started();
    assertThat(progress.accept("a", Long.MAX_VALUE, NOW)).isTrue();
    assertThat(progress.cursor()).isEqualTo(OptionalLong.of(at(0)));
  }

  @Test
  void onlyTheLastEventsAreRemembered() throws Exception {
    JetstreamProgress progress = started();
    for (int i = 0; i < 3000; i++) {
      progress.accept("event " + i, at(1) + i, NOW.plusSeconds(2));
    }
    JetstreamPosition position =
        Positions.read("sky", Optional.of(progress.positionJson()), JetstreamPosition.class)
            .orElseThrow();
    assertThat(position.recent()).hasSize(64);
    assertThat(position.cursor()).isEqualTo(at(1) + 2936);
    assertThat(progress.positionJson()).hasSizeLessThan(12_000);
  }

  @Test
  void aPauseInAReplayClaimsNothing() throws Exception {
    JetstreamProgress progress = started();
    progress.accept("a", at(1), NOW);
    JetstreamProgress resumed = resumed(progress, 3600);
    resumed.accept("a", at(1), NOW.plusSeconds(3600));
    resumed.accept("b", at(60), NOW.plusSeconds(3600));
    for (int second = 3601; second < 3660; second++) {
      resumed.quiet(NOW.plusSeconds(second));
    }
    assertThat(resumed.extent())
        .isEqualTo(Completeness.contiguous(NOW.plusSeconds(60), Long.toString(at(60))));
    resumed.accept("c", at(3659), NOW.plusSeconds(3660));
    resumed.quiet(NOW.plusSeconds(3662));
    assertThat(resumed.extent())
        .isEqualTo(Completeness.contiguous(NOW.plusSeconds(3662), Long.toString(at(3659))));
  }

  @Test
  void whatAKilledServerSendsAgainUnderANewTimeIsKnown() throws Exception {
    JetstreamProgress progress = started();
    for (int i = 0; i < 1000; i++) {
      progress.accept("event " + i, at(1) + i, NOW.plusSeconds(2));
    }
    JetstreamProgress resumed = resumed(progress, 60);
    for (int i = 0; i < 1000; i++) {
      assertThat(resumed.accept("event " + i, at(60) + i, NOW.plusSeconds(61))).isFalse();
    }
    assertThat(resumed.extent()).isInstanceOf(Completeness.Contiguous.class);
  }
}
