package dev.weir.spark.transform;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class HeartbeatsTest {
  private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");

  @Test
  void beforeAHeartbeatThereIsNoWatermarkThatEndsAWindow() {
    assertThat(Heartbeats.haveMoved(Instant.EPOCH, NOON)).isFalse();
    // The data alone: the time of the newest event, less the reach.
    assertThat(Heartbeats.haveMoved(NOON.minus(Heartbeats.REACH), NOON)).isFalse();
    assertThat(Heartbeats.haveMoved(NOON.minus(Duration.ofDays(365)), NOON)).isTrue();
    assertThat(Heartbeats.haveMoved(NOON.minusSeconds(60), NOON)).isTrue();
  }
}
