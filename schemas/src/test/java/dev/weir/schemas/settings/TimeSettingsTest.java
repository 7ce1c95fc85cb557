package dev.weir.schemas.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TimeSettingsTest {

  private static final Instant OBSERVED = Instant.parse("2026-05-01T12:00:00Z");
  private final TimeSettings time = TimeSettings.defaults();

  @Test
  void anEventOfJustTheAllowedLatenessCounts() {
    Instant oldest = OBSERVED.minus(time.allowedLateness());

    assertThat(time.status(oldest, OBSERVED)).isEqualTo(TimeStatus.OK);
    assertThat(time.status(oldest.minusNanos(1000), OBSERVED)).isEqualTo(TimeStatus.LATE);
  }

  @Test
  void anEventOfJustTheAllowedSkewCounts() {
    Instant newest = OBSERVED.plus(time.skew());

    assertThat(time.status(newest, OBSERVED)).isEqualTo(TimeStatus.OK);
    assertThat(time.status(newest.plusNanos(1000), OBSERVED)).isEqualTo(TimeStatus.FUTURE);
  }

  @Test
  void aSourceMayBeAskedAsRarelyAsTheAllowedLatenessAndNoMore() {
    time.requireInTime("mastodon", "town", time.allowedLateness());

    assertThatThrownBy(() -> time.requireInTime("mastodon", "town", Duration.ofHours(1)))
        .isInstanceOf(SettingsException.class)
        .hasMessage(
            "mastodon.every: Expected mastodon/town to be polled within time.allowed-lateness (10m), got: every 1h");
  }

  @Test
  void aSourceMayVouchAsLateAsTheAllowedLatenessAndNoLater() {
    time.requireHorizonInTime("mastodon", "town", time.allowedLateness());
    assertThatThrownBy(() -> time.requireHorizonInTime("mastodon", "town", Duration.ofMinutes(11)))
        .isInstanceOf(SettingsException.class)
        .hasMessage(
            "mastodon.horizon: Expected the horizon of mastodon/town to be at most time.allowed-lateness (10m), got: 11m. Lower mastodon.horizon, or raise time.allowed-lateness");
  }

  @Test
  void theWatermarkWaitsForLatenessAndMargin() {
    assertThat(time.watermarkDelay()).isEqualTo(Duration.ofMinutes(12));
  }

  @Test
  void settingsThatARecordKeptAreTheSameAgainAndWhatItLacksIsAsItIsToday() {
    TimeSettings kept =
        time.withMillis(Map.of("window", 120_000L, "allowed-lateness", 30_000L, "unheard-of", 1L));

    assertThat(kept.window()).isEqualTo(Duration.ofMinutes(2));
    assertThat(kept.allowedLateness()).isEqualTo(Duration.ofSeconds(30));
    assertThat(kept.joinWindow()).isEqualTo(time.joinWindow());
    assertThat(time.withMillis(kept.toMillis())).isEqualTo(kept);
  }
}
