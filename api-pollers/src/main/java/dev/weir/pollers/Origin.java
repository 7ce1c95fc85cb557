package dev.weir.pollers;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * Where and when a payload was received.
 *
 * @param source the source's id, such as {@code mastodon/town}
 * @param observedAt when the response or message arrived, in whole microseconds
 */
public record Origin(String source, Instant observedAt) {
  public Origin {
    observedAt = observedAt.truncatedTo(ChronoUnit.MICROS);
  }
}
