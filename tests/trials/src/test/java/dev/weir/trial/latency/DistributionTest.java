package dev.weir.trial.latency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class DistributionTest {
  @Test
  void aPercentileIsTheNumberOfTheNearestRank() {
    Distribution five = Distribution.of(List.of(50L, 15L, 40L, 20L, 35L));

    assertThat(five.percentile(5)).isEqualTo(15);
    assertThat(five.percentile(20)).isEqualTo(15);
    assertThat(five.percentile(20.1)).isEqualTo(20);
    assertThat(five.percentile(50)).isEqualTo(35);
    assertThat(five.percentile(80)).isEqualTo(40);
    assertThat(five.percentile(100)).isEqualTo(50);
  }

  @Test
  void ofAHundredNumbersThePercentilesAreTheNumbersThemselves() {
    Distribution hundred = Distribution.of(LongStream.rangeClosed(1, 100).boxed().toList());

    assertThat(hundred.percentile(50)).isEqualTo(50);
    assertThat(hundred.percentile(95)).isEqualTo(95);
    assertThat(hundred.percentile(99)).isEqualTo(99);
    assertThat(hundred.max()).isEqualTo(100);
    assertThat(hundred.mean()).isEqualTo(50.5);
  }

  @Test
  void oneNumberIsEveryPercentile() {
    assertThat(Distribution.of(List.of(7L)).percentile(1)).isEqualTo(7);
    assertThat(Distribution.of(List.of(7L)).percentile(99)).isEqualTo(7);
  }

  @Test
  void ofNothingAllIsZero() {
    Distribution none = Distribution.of(List.of());

    assertThat(none.size()).isZero();
    assertThat(none.percentile(50)).isZero();
    assertThat(none.max()).isZero();
    assertThat(none.mean()).isZero();
  }

  @Test
  void aPercentageOutOfRangeIsRefused() {
    assertThatThrownBy(() -> Distribution.of(List.of(1L)).percentile(0))
        .hasMessage("Expected a percentage above 0 and up to 100, got: 0.0");
    assertThatThrownBy(() -> Distribution.of(List.of(1L)).percentile(100.5))
        .hasMessage("Expected a percentage above 0 and up to 100, got: 100.5");
  }
}
