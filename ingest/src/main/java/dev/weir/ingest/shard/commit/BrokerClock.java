package dev.weir.ingest.shard.commit;

import dev.weir.schemas.settings.Durations;
import java.time.Duration;
import java.time.Instant;

/**
 * Compares this host's clock with the broker's. What a host observes is dated by its own clock, and
 * one heartbeat that is dated ahead would close everybody's windows.
 */
final class BrokerClock {

  /** Below the watermark's margin ({@code time.margin}, 2 m unless set). */
  static final Duration BOUND = Duration.ofMinutes(1);

  private BrokerClock() {}

  /**
   * Refuses a clock that is too far from the broker's.
   *
   * @param sent before the record was sent, by this host's clock
   * @param acknowledged after its acknowledgement, by this host's clock
   * @param appended when the broker appended it, by the broker's clock
   */
  static void check(Instant sent, Instant acknowledged, Instant appended)
      throws ClockSkewException {
    boolean behind = appended.isAfter(acknowledged.plus(BOUND));
    boolean ahead = appended.isBefore(sent.minus(BOUND));
    if (behind || ahead) {
      Instant here = behind ? acknowledged : sent;
      throw new ClockSkewException(
          "Expected this host's clock within %s of the broker's, got: %s here, %s at the broker; set the clock, and the sources run again"
              .formatted(Durations.format(BOUND), here, appended));
    }
  }
}
