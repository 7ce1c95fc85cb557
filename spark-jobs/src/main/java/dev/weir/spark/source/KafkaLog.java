package dev.weir.spark.source;

import dev.weir.schemas.kafka.Consumers;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;

/** The log as a broker gives it. */
final class KafkaLog implements Log {

  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Consumer<byte[], byte[]> consumer;

  /** Sees what open transactions hide. */
  private final Consumer<byte[], byte[]> uncommitted;

  private final String heartbeats;

  /**
   * @param properties of a client
   * @param heartbeats the heartbeats' topic
   */
  KafkaLog(Map<String, Object> properties, String heartbeats) {
    this.consumer = open(properties, "read_committed");
    this.uncommitted = open(properties, "read_uncommitted");
    this.heartbeats = heartbeats;
  }

  private static Consumer<byte[], byte[]> open(Map<String, Object> properties, String isolation) {
    Map<String, Object> config = Consumers.settings(properties);
    config.put("isolation.level", isolation);
    // Of a record only the time is wanted: one batch is enough.
    config.put("max.partition.fetch.bytes", 1);
    return Consumers.open(config);
  }

  @Override
  public Map<TopicPartition, Long> heartbeatEnds() {
    return consumer.endOffsets(Consumers.partitions(consumer, heartbeats));
  }

  @Override
  public Map<TopicPartition, Long> offsetsAt(Collection<TopicPartition> partitions, long millis) {
    Map<TopicPartition, Long> wanted =
        partitions.stream().collect(Collectors.toMap(partition -> partition, any -> millis));
    return Consumers.offsetsAt(consumer, wanted);
  }

  @Override
  public OptionalLong firstAppendFrom(Map<TopicPartition, Long> offsets) {
    Map<TopicPartition, Long> ends = uncommitted.endOffsets(offsets.keySet());
    Map<TopicPartition, Long> open = new HashMap<>(ends);
    open.entrySet().removeIf(end -> isAtEnd(offsets.get(end.getKey()), end.getValue()));
    if (open.isEmpty()) {
      return OptionalLong.empty();
    }
    uncommitted.assign(open.keySet());
    open.keySet()
        .forEach(partition -> uncommitted.seek(partition, offsets.getOrDefault(partition, 0L)));
    long first = Long.MAX_VALUE;
    Instant deadline = Instant.now().plus(PATIENCE);
    while (!open.isEmpty()) {
      ConsumerRecords<byte[], byte[]> polled = uncommitted.poll(POLL);
      for (TopicPartition partition : polled.partitions()) {
        if (open.remove(partition) != null) {
          first = Math.min(first, polled.records(partition).get(0).timestamp());
        }
      }
      // Only marks of transactions may lie there, which are no records.
      open.entrySet().removeIf(end -> isAtEnd(uncommitted.position(end.getKey()), end.getValue()));
      if (!open.isEmpty() && Instant.now().isAfter(deadline)) {
        throw new TimeoutException("Expected the records behind " + offsets + ", got no answer");
      }
    }
    uncommitted.unsubscribe();
    return first == Long.MAX_VALUE ? OptionalLong.empty() : OptionalLong.of(first);
  }

  private static boolean isAtEnd(@Nullable Long offset, long end) {
    return offset == null || offset >= end;
  }

  @Override
  public void close() {
    consumer.close(Duration.ofSeconds(5));
    uncommitted.close(Duration.ofSeconds(5));
  }
}
