package dev.weir.spark.source;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** The log as a broker gives it. */
final class KafkaLog implements Log {

  private final KafkaConsumer<byte[], byte[]> consumer;
  private final String heartbeats;

  /**
   * @param properties of a client
   * @param heartbeats the heartbeats' topic
   */
  KafkaLog(Map<String, Object> properties, String heartbeats) {
    Map<String, Object> config = new HashMap<>(properties);
    config.put("isolation.level", "read_committed");
    config.put("enable.auto.commit", false);
    config.put("auto.offset.reset", "earliest");
    consumer =
        new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    this.heartbeats = heartbeats;
  }

  @Override
  public Map<TopicPartition, Long> heartbeatEnds() {
    List<TopicPartition> partitions =
        consumer.partitionsFor(heartbeats).stream()
            .map(partition -> new TopicPartition(heartbeats, partition.partition()))
            .toList();
    return consumer.endOffsets(partitions);
  }

  @Override
  public Map<TopicPartition, Long> offsetsAt(Collection<TopicPartition> partitions, long millis) {
    Map<TopicPartition, Long> wanted =
        partitions.stream().collect(Collectors.toMap(partition -> partition, any -> millis));
    Map<TopicPartition, Long> offsets = new HashMap<>();
    consumer
        .offsetsForTimes(wanted)
        .forEach(
            (partition, found) -> {
              if (found != null) {
                offsets.put(partition, found.offset());
              }
            });
    return offsets;
  }

  @Override
  public void close() {
    consumer.close(Duration.ofSeconds(5));
  }
}
