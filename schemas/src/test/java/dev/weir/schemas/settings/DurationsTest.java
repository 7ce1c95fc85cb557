package dev.weir.schemas.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DurationsTest {

  @ParameterizedTest
  @ValueSource(strings = {"0s", "1ms", "1500ms", "30s", "90s", "5m", "1h", "36h", "7d"})
  void whatIsWrittenIsReadTheSame(String text) {
    assertThat(Durations.format(Durations.parse(text))).isEqualTo(text);
  }

  @Test
  void theLargestUnitThatFitsIsWritten() {
    assertThat(Durations.format(Duration.ofSeconds(3600))).isEqualTo("1h");
  }

  @Test
  void ofTwoTheShorterAndTheLongerAreFoundInEitherOrder() {
    Duration one = Duration.ofMillis(999);
    Duration other = Duration.ofSeconds(1);
    assertThat(Durations.shorter(one, other))
        .isEqualTo(Durations.shorter(other, one))
        .isEqualTo(one);
    assertThat(Durations.longer(one, other))
        .isEqualTo(Durations.longer(other, one))
        .isEqualTo(other);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "5", "-5s", "5 s", "PT5S", "1.5h", "5M", "99999999999s"})
  void anotherFormIsAnError(String text) {
    assertThatThrownBy(() -> Durations.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageEndingWith("got: " + text);
  }
}
