package dev.weir.schemas.kafka;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/** Consumers that only read: their settings, and how they are put to an offset. */
public final class Consumers {

  private Consumers() {}

  /**
   * The settings of a consumer without a group. It commits no offsets, creates no topics, starts at
   * the beginning, and sees only what transactions have committed.
   *
   * @param client the settings of any client: servers and security
   * @return a copy, for the caller to change
   */
  public static Map<String, Object> settings(Map<String, ?> client) {
    Map<String, Object> settings = new HashMap<>(client);
    settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    return settings;
  }

  /** A consumer of bytes, to be closed by the caller. Connects at its first use. */
  public static Consumer<byte[], byte[]> open(Map<String, Object> settings) {
    return new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  /**
   * The partitions of a topic.
   *
   * @param topic its name on the broker
   * @throws UnknownTopicOrPartitionException if there is no such topic
   */
  public static List<TopicPartition> partitions(Consumer<byte[], byte[]> consumer, String topic) {
    @Nullable List<PartitionInfo> found = consumer.partitionsFor(topic);
    if (found == null || found.isEmpty()) {
      throw new UnknownTopicOrPartitionException(
          "Expected a topic " + topic + ", got none: see './weir topics apply'");
    }
    return found.stream().map(info -> new TopicPartition(topic, info.partition())).toList();
  }

  /**
   * Goes to the first record of each partition that the broker took at its time or later; where
   * there is none, to the end as of now. The partitions are assigned already.
   */
  public static void seek(Consumer<byte[], byte[]> consumer, Map<TopicPartition, Instant> times) {
    Map<TopicPartition, Long> millis = new HashMap<>();
    times.forEach((partition, time) -> millis.put(partition, time.toEpochMilli()));
    // The ends first: what is appended after that has an offset for its time, or is read later.
    consumer.endOffsets(times.keySet()).forEach(consumer::seek);
    offsetsAt(consumer, millis).forEach(consumer::seek);
  }

  /**
   * The offset of the first record of each partition at its time or later. Partitions without one
   * are left out.
   *
   * @param millis times since the epoch
   */
  public static Map<TopicPartition, Long> offsetsAt(
      Consumer<byte[], byte[]> consumer, Map<TopicPartition, Long> millis) {
    Map<TopicPartition, Long> offsets = new HashMap<>();
    for (Map.Entry<TopicPartition, @Nullable OffsetAndTimestamp> found :
        consumer.offsetsForTimes(millis).entrySet()) {
      OffsetAndTimestamp offset = found.getValue();
      if (offset != null) {
        offsets.put(found.getKey(), offset.offset());
      }
    }
    return offsets;
  }

  /** Whether the consumer has read up to these offsets. */
  public static boolean reached(Consumer<byte[], byte[]> consumer, Map<TopicPartition, Long> ends) {
    return ends.entrySet().stream()
        .allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
  }

  /** A record's key as text; empty where it has none. */
  public static String key(ConsumerRecord<byte[], byte[]> found) {
    byte[] key = found.key();
    return key == null ? "" : new String(key, StandardCharsets.UTF_8);
  }
}
