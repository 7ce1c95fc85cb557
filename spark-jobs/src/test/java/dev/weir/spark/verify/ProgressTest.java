package dev.weir.spark.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ProgressTest {

  private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
  private static final Duration MINUTE = Duration.ofMinutes(1);

  @Test
  void nothingFinalIsAProblemThatSaysSo() {
    assertThat(progress(NOON).problem(Instant.EPOCH, MINUTE)).contains("nothing is final since");
  }

  @Test
  void finalResultsThatStoppedMovingAreAProblemThatNamesWhoStopped() {
    Instant stopped = NOON.minus(MINUTE.multipliedBy(19));
    assertThat(progress(NOON).problem(stopped, MINUTE)).contains("the query has stopped");
    assertThat(progress(stopped).problem(stopped, MINUTE)).contains("no source was heard since");
  }

  @Test
  void resultsWithinTheDelayAndTheLagAreAProof() {
    assertThat(progress(NOON).problem(NOON.minus(MINUTE.multipliedBy(18)), MINUTE)).isEmpty();
  }

  /** A delay of 12 minutes, a window of one, a lag of five. */
  private static Progress progress(Instant heard) {
    return new Progress(
        NOON.minus(Duration.ofHours(24)),
        NOON,
        Optional.of(heard),
        MINUTE.multipliedBy(12),
        MINUTE.multipliedBy(5));
  }
}
