package dev.weir.ingest.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class PaceTest {
  private static final Instant NOON = Instant.parse("2026-11-01T12:00:00Z");
  private static final Duration BASE = Duration.ofMillis(300);

  private final Pace pace = new Pace();

  @Test
  void withoutRefusalsItAsksForNothing() {
    assertThat(pace.current(NOON)).isZero();
  }

  @Test
  void eachRefusalDoublesTheTimeBetweenRequests() {
    pace.refused(BASE, NOON);
    assertThat(pace.current(NOON)).isEqualTo(Duration.ofMillis(600));
    pace.refused(BASE, NOON);
    assertThat(pace.current(NOON)).isEqualTo(Duration.ofMillis(1200));
  }

  @Test
  void itIsBounded() {
    for (int i = 0; i < 100; i++) {
      pace.refused(BASE, NOON);
    }
    assertThat(pace.current(NOON)).isEqualTo(BASE.multipliedBy(Pace.TIMES));
    for (int i = 0; i < 100; i++) {
      pace.refused(Duration.ofSeconds(30), NOON);
    }
    assertThat(pace.current(NOON)).isEqualTo(Pace.MOST);
  }

  @Test
  void aDelayOfNoneStillBecomesOne() {
    pace.refused(Duration.ZERO, NOON);
    assertThat(pace.current(NOON)).isEqualTo(Pace.LEAST.multipliedBy(2));
  }

  @Test
  void itRecoversSlowlyAndWholly() {
    pace.refused(BASE, NOON);
    assertThat(pace.current(NOON.plus(Pace.HALF_LIFE))).isEqualTo(Duration.ofMillis(300));
    assertThat(pace.current(NOON.plus(Pace.HALF_LIFE.multipliedBy(10)))).isZero();
  }
}
