package dev.weir.simulator.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class FaultSettingsTest {
  @Test
  void laterEntriesWin() {
    FaultSettings settings = FaultSettings.parse("all,malformed=0.5,outage=0");

    assertThat(settings.frequency(Fault.MALFORMED)).isEqualTo(0.5);
    assertThat(settings.frequency(Fault.OUTAGE)).isZero();
    assertThat(settings.frequency(Fault.TIME_OUT)).isPositive();
  }

  @Test
  void whatItPrintsItReads() {
    FaultSettings settings = FaultSettings.parse("mild,clamp=700");

    assertThat(FaultSettings.parse(settings.toString())).isEqualTo(settings);
    assertThat(FaultSettings.parse("none")).isEqualTo(FaultSettings.NONE);
  }

  @Test
  void anUnknownFaultIsNamed() {
    assertThatThrownBy(() -> FaultSettings.parse("mild,malformd"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("rate-limit-bare")
        .hasMessageEndingWith("got: malformd");
  }

  @Test
  void aFrequencyIsAProbabilityOrOnceInSoMany() {
    FaultPlan plan = new FaultPlan(1, FaultSettings.parse("late=0.1,future=50"));
    int late = 0;
    int future = 0;
    for (int item = 0; item < 10_000; item++) {
      late += plan.strikesItem(Fault.LATE, item) ? 1 : 0;
      future += plan.strikesItem(Fault.FUTURE, item) ? 1 : 0;
    }

    assertThat(late).isBetween(900, 1100);
    assertThat(future).isEqualTo(200);
  }
}
