package dev.weir.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class BackoffTest {

  private final Backoff backoff = new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(5));

  @Test
  void theDelayDoublesWithEachFailure() {
    assertThat(backoff.delay(1, 1)).isEqualTo(Duration.ofSeconds(1));
    assertThat(backoff.delay(2, 1)).isEqualTo(Duration.ofSeconds(2));
    assertThat(backoff.delay(5, 1)).isEqualTo(Duration.ofSeconds(16));
  }

  @Test
  void itNeverExceedsTheLimit() {
    assertThat(backoff.delay(10, 1)).isEqualTo(Duration.ofMinutes(5));
    assertThat(backoff.delay(Integer.MAX_VALUE, 1)).isEqualTo(Duration.ofMinutes(5));
  }

  @Test
  void itIsSpreadOverTheUpperHalf() {
    assertThat(backoff.delay(5, 0)).isEqualTo(Duration.ofSeconds(8));
    assertThat(backoff.delay(5, 0.5)).isEqualTo(Duration.ofSeconds(12));
  }

  @Test
  void whatIsAloneWaitsForAllOfIt() {
    assertThat(backoff.delay(5)).isEqualTo(Duration.ofSeconds(16));
  }

  @Test
  void withoutAFailureThereIsNoDelay() {
    assertThatThrownBy(() -> backoff.delay(0, 1)).isInstanceOf(IllegalArgumentException.class);
  }
}
