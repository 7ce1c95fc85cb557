package dev.weir.trial.latency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.weir.simulator.fault.FaultSettings;
import dev.weir.simulator.world.WorldSettings;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ServedTest {
  @Test
  void likesAccountsAndWhatMastodonTellsNobodyAreNotServed() {
    // 49.5 % toots, 35 % posts and 3 % changes of the Jetstream, and articles in place of some.
    double share =
        Served.share(new WorldSettings(1, Instant.EPOCH, 500, 0, FaultSettings.parse("none")));

    assertThat(share).isEqualTo(0.875, within(0.01));
  }
}
