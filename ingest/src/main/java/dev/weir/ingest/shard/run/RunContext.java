package dev.weir.ingest.shard.run;

import dev.weir.ingest.source.Frontier;
import dev.weir.schemas.Backoff;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.ThreadLocalRandom;

/**
 * What the sources of an open shard share.
 *
 * @param startSpread over how long the first polls are spread
 */
public record RunContext(
    PollScheduler scheduler,
    Inbox inbox,
    Frontier frontier,
    InstantSource clock,
    Backoff backoff,
    boolean once,
    Duration startSpread) {

  /** When a source's first poll is: many sources do not all begin at once. */
  Duration firstDelay() {
    return Duration.ofMillis(
        (long) (startSpread.toMillis() * ThreadLocalRandom.current().nextDouble()));
  }
}
