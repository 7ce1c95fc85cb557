package dev.weir.trial.latency;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MachineTest {
  @Test
  void coresAreBusyWhenNeitherIdleNorWaiting() {
    Machine before = Machine.parse("cpu  100 0 50 800 50 0 0 0 0 0");
    Machine after = Machine.parse("cpu  160 10 70 880 70 5 5 0 0 0");

    assertThat(before).isEqualTo(new Machine(150, 1000));
    assertThat(after.busyCores(before, 2)).isEqualTo(1.0);
  }

  @Test
  void nothingWasBusyWhereNoTimePassed() {
    Machine now = Machine.parse("cpu  100 0 50 800 50 0 0 0 0 0");

    assertThat(now.busyCores(now, 2)).isZero();
  }
}
