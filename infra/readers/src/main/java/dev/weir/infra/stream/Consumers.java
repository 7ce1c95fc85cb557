package dev.weir.infra.stream;

import dev.weir.schemas.settings.StackSettings;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * Makes consumers that only look on: no group, nothing committed, and only what transactions have
 * committed is seen.
 */
final class Consumers {

  private static final String CALL_MILLIS = "15000";

  private Consumers() {}

  static Consumer<byte[], byte[]> open(
      StackSettings stack, UnaryOperator<@Nullable String> environment) throws IOException {
    Map<String, Object> properties = new HashMap<>(stack.kafka().clientProperties(environment));
    properties.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, stack.bootstrapServers());
    properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
    properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, "false");
    properties.putIfAbsent(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, CALL_MILLIS);
    try {
      return new KafkaConsumer<>(
          properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    } catch (KafkaException e) {
      throw new IOException(
          "Cannot make a consumer for " + stack.bootstrapServers() + ": " + e.getMessage(), e);
    }
  }

  /** The partitions of a topic, by its full name. */
  static List<TopicPartition> partitions(Consumer<byte[], byte[]> consumer, String topic)
      throws IOException {
    List<PartitionInfo> found = consumer.partitionsFor(topic);
    if (found == null || found.isEmpty()) {
      throw new IOException("Expected a topic " + topic + ", got none: see './weir topics apply'");
    }
    List<TopicPartition> partitions = new ArrayList<>();
    found.forEach(info -> partitions.add(new TopicPartition(topic, info.partition())));
    return partitions;
  }

  /**
   * Goes to the first record of each partition that is no older than its time; where there is none,
   * to the end as it is now. The partitions are assigned already.
   */
  static void seek(Consumer<byte[], byte[]> consumer, Map<TopicPartition, Instant> times) {
    Map<TopicPartition, Long> millis = new HashMap<>();
    times.forEach((partition, time) -> millis.put(partition, time.toEpochMilli()));
    // The ends first: what is appended after that has an offset for its time, or is read later.
    consumer.endOffsets(times.keySet()).forEach(consumer::seek);
    for (Map.Entry<TopicPartition, @Nullable OffsetAndTimestamp> start :
        consumer.offsetsForTimes(millis).entrySet()) {
      OffsetAndTimestamp offset = start.getValue();
      if (offset != null) {
        consumer.seek(start.getKey(), offset.offset());
      }
    }
  }

  /** Whether the consumer has read up to these offsets. */
  static boolean reached(Consumer<byte[], byte[]> consumer, Map<TopicPartition, Long> ends) {
    return ends.entrySet().stream()
        .allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
  }
}
