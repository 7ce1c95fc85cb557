package dev.weir.ingest.shard;

import dev.weir.ingest.frontier.FrontierStores;
import dev.weir.ingest.shard.commit.KafkaClients;
import dev.weir.ingest.shard.run.PollScheduler;
import dev.weir.schemas.Backoff;
import dev.weir.schemas.wire.RecordDecoder;
import dev.weir.schemas.wire.RecordEncoder;
import java.time.Duration;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;

/**
 * What the shards of an application share.
 *
 * @param frontiers where sources see the frontier of their shard
 * @param idleDelay how much later it may be written that a source had nothing new
 */
record ShardContext(
    KafkaClients kafka,
    Admin admin,
    String prefix,
    RecordEncoder encoder,
    RecordDecoder decoder,
    PollScheduler scheduler,
    Optional<FrontierStores> frontiers,
    RunOptions options,
    Backoff sourceBackoff,
    Backoff serverBackoff,
    Duration idleDelay) {

  /** For sources and shards. */
  static final Backoff SOURCE_BACKOFF = new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(5));

  /** For servers of our own, which mostly come back soon. */
  static final Backoff SERVER_BACKOFF = new Backoff(Duration.ofMillis(500), Duration.ofSeconds(10));

  String topic(String name) {
    return prefix + name;
  }

  String transactionalId(int shard) {
    return kafka.group() + "-" + shard;
  }
}
