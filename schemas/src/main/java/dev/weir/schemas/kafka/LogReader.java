package dev.weir.schemas.kafka;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * Reads a topic's committed records up to its end as of each call. Kafka's errors are its own
 * unchecked exceptions. For one thread.
 */
public final class LogReader implements AutoCloseable {

  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration CLOSE = Duration.ofSeconds(5);

  private final Consumer<byte[], byte[]> consumer;
  private final List<TopicPartition> partitions;

  private LogReader(Consumer<byte[], byte[]> consumer, List<TopicPartition> partitions) {
    this.consumer = consumer;
    this.partitions = partitions;
  }

  /** Takes a record. */
  @FunctionalInterface
  public interface Handler<E extends Exception> {
    void accept(ConsumerRecord<byte[], byte[]> found) throws E;
  }

  /**
   * From the first record that is kept.
   *
   * @param client the settings of any client: servers and security
   * @param topic its name on the broker
   */
  public static LogReader fromStart(Map<String, ?> client, String topic) {
    return open(
        Consumers.open(Consumers.settings(client)),
        topic,
        (consumer, partitions) -> consumer.seekToBeginning(partitions));
  }

  /** From the first record that the broker took at a time or later; see {@link #fromStart}. */
  public static LogReader from(Map<String, ?> client, String topic, Instant time) {
    return from(Consumers.open(Consumers.settings(client)), topic, time);
  }

  static LogReader from(Consumer<byte[], byte[]> opened, String topic, Instant time) {
    return open(
        opened,
        topic,
        (consumer, partitions) -> {
          Map<TopicPartition, Instant> times = new HashMap<>();
          partitions.forEach(partition -> times.put(partition, time));
          Consumers.seek(consumer, times);
        });
  }

  private static LogReader open(
      Consumer<byte[], byte[]> consumer,
      String topic,
      BiConsumer<Consumer<byte[], byte[]>, List<TopicPartition>> start) {
    try {
      List<TopicPartition> partitions = Consumers.partitions(consumer, topic);
      consumer.assign(partitions);
      start.accept(consumer, partitions);
      return new LogReader(consumer, partitions);
    } catch (RuntimeException e) {
      consumer.close(CLOSE);
      throw e;
    }
  }

  /** Hands over the records up to the end as of now, in order within each partition. */
  public <E extends Exception> void readToEnd(Handler<E> handler) throws E {
    Map<TopicPartition, Long> ends = ends();
    while (!Consumers.reached(consumer, ends)) {
      for (ConsumerRecord<byte[], byte[]> found : consumer.poll(POLL)) {
        handler.accept(found);
      }
    }
  }

  /** Where each partition ends for a reader of committed records. */
  public Map<TopicPartition, Long> ends() {
    return consumer.endOffsets(partitions);
  }

  @Override
  public void close() {
    consumer.close(CLOSE);
  }
}
