package dev.weir.ingest.shard.run;

import dev.weir.ingest.source.Frontier;
import dev.weir.schemas.Backoff;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.ThreadLocalRandom;

/**
 * What the sources of an open shard share.
 *
 * @param startSpread time over which the first polls are spread
 */
public record RunContext(
    PollScheduler scheduler,
    Inbox inbox,
    Frontier frontier,
    InstantSource clock,
    Backoff backoff,
    boolean once,
    Duration startSpread) {

  /** Delay of a source's first poll, so that many sources do not start at once. */
  Duration firstDelay() {
    return Duration.ofMillis(
        (long) (startSpread.toMillis() * ThreadLocalRandom.current().nextDouble()));
  }
}
