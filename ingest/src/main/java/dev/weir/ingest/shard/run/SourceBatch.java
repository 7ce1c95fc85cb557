package dev.weir.ingest.shard.run;

import dev.weir.ingest.source.PollResult;
import java.time.Instant;

/**
 * A source's result on its way into a transaction.
 *
 * @param observedAt when it was handed over
 */
public record SourceBatch(SourceRun run, PollResult result, Instant observedAt) {

  int weight() {
    return 1 + result.records().size();
  }
}
