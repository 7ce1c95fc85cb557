package dev.weir.ingest.source;

import dev.weir.schemas.topic.TopicCatalog;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.utils.Utils;

/** Which shard a rate-limit scope belongs to. */
public final class Shards {

  private static final int COUNT = TopicCatalog.load().shards();

  private Shards() {}

  /** How many there are: the number of partitions of each sharded topic. */
  public static int count() {
    return COUNT;
  }

  /**
   * The shard of a scope, from 0: Kafka's own partitioning (murmur2 of the UTF-8 bytes), so that
   * keys agree with it.
   */
  public static int of(String scope) {
    return Utils.toPositive(Utils.murmur2(scope.getBytes(StandardCharsets.UTF_8))) % COUNT;
  }
}
