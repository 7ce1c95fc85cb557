package dev.weir.ingest.shard;

import dev.weir.schemas.RecordDecoder;
import dev.weir.schemas.RecordEncoder;
import org.apache.kafka.clients.admin.Admin;

/** What the shards of an application share. */
record ShardContext(
    KafkaClients kafka,
    Admin admin,
    String prefix,
    RecordEncoder encoder,
    RecordDecoder decoder,
    PollScheduler scheduler,
    RunOptions options,
    Backoff sourceBackoff,
    Backoff serverBackoff) {

  String topic(String name) {
    return prefix + name;
  }

  String transactionalId(int shard) {
    return kafka.group() + "-" + shard;
  }
}
