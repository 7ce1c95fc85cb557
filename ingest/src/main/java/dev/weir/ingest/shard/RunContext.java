package dev.weir.ingest.shard;

import dev.weir.ingest.source.Frontier;
import java.time.InstantSource;

/** What the sources of an open shard share. */
record RunContext(
    PollScheduler scheduler,
    Inbox inbox,
    Frontier frontier,
    InstantSource clock,
    Backoff backoff,
    boolean once) {}
