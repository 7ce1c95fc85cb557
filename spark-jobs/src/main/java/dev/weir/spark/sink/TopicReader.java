package dev.weir.spark.sink;

import dev.weir.spark.stack.KafkaLink;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Reads a topic on the driver, from some time to its end as of each call, committed records only.
 * Belongs to one thread.
 */
public final class TopicReader implements AutoCloseable {

  private static final Duration POLL = Duration.ofMillis(200);

  private final KafkaConsumer<byte[], byte[]> consumer;
  private final List<TopicPartition> partitions;

  private TopicReader(KafkaLink kafka, String name) {
    Map<String, Object> config = kafka.client();
    config.put("isolation.level", "read_committed");
    config.put("enable.auto.commit", false);
    config.put("auto.offset.reset", "earliest");
    consumer =
        new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    partitions =
        consumer.partitionsFor(kafka.topic(name)).stream()
            .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
            .toList();
    consumer.assign(partitions);
  }

  /** From the first record that is kept. */
  public static TopicReader fromStart(KafkaLink kafka, String name) {
    TopicReader reader = new TopicReader(kafka, name);
    reader.consumer.seekToBeginning(reader.partitions);
    return reader;
  }

  /** From the first record that the broker took at a time or later. */
  public static TopicReader from(KafkaLink kafka, String name, Instant time) {
    TopicReader reader = new TopicReader(kafka, name);
    Map<TopicPartition, Long> times =
        reader.partitions.stream()
            .collect(Collectors.toMap(partition -> partition, any -> time.toEpochMilli()));
    Map<TopicPartition, OffsetAndTimestamp> found = reader.consumer.offsetsForTimes(times);
    for (TopicPartition partition : reader.partitions) {
      OffsetAndTimestamp offset = found.get(partition);
      if (offset == null) {
        reader.consumer.seekToEnd(List.of(partition));
      } else {
        reader.consumer.seek(partition, offset.offset());
      }
    }
    return reader;
  }

  /** Hands over the records up to the end as of now. */
  public void readToEnd(Consumer<ConsumerRecord<byte[], byte[]>> handler) {
    Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
    while (ends.entrySet().stream()
        .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
      consumer.poll(POLL).forEach(handler);
    }
  }

  /** Where each partition ends for a reader of committed records. */
  public Map<TopicPartition, Long> ends() {
    return consumer.endOffsets(partitions);
  }

  @Override
  public void close() {
    consumer.close(Duration.ofSeconds(5));
  }
}
