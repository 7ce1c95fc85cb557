package dev.weir.infra.stream;

import dev.weir.schemas.kafka.Consumers;
import dev.weir.schemas.kafka.LogReader;
import dev.weir.schemas.registry.RegistryClient;
import dev.weir.schemas.settings.StackSettings;
import dev.weir.schemas.wire.RecordDecoder;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/**
 * Reads whole topics, from their start to where they end at the moment, committed records only. All
 * of it is held in memory: meant for the small topics (coverage, cursors, windows) and for tests.
 *
 * <p>Not safe for several threads. A broker or registry that does not answer, and a record that
 * cannot be decoded, are {@link IOException}s.
 */
public final class TopicReader implements AutoCloseable {

  private final Map<String, String> client;
  private final RegistryClient registry;
  private final RecordDecoder decoder;
  private final String prefix;

  private TopicReader(Map<String, String> client, RegistryClient registry, String topicPrefix) {
    this.client = client;
    this.registry = registry;
    this.decoder = new RecordDecoder(registry);
    this.prefix = topicPrefix;
  }

  /**
   * A reader of the stack's topics.
   *
   * @param environment where {@code env:NAME} values of the settings are looked up
   */
  public static TopicReader open(StackSettings stack, UnaryOperator<@Nullable String> environment)
      throws IOException {
    return new TopicReader(
        StackConsumers.client(stack, environment),
        RegistryClient.create(stack.registryUrl()),
        stack.topicPrefix());
  }

  /**
   * A record with where it lies.
   *
   * @param value empty for a tombstone
   * @param timestamp when the broker appended it, where the topic is stamped so, as Weir's are
   */
  public record Entry<T>(
      String key, Optional<T> value, int partition, long offset, Instant timestamp) {}

  /** All records, partition by partition in their order. */
  public <T extends SpecificRecord> List<Entry<T>> all(String topic, Class<T> type)
      throws IOException {
    List<Entry<T>> all = new ArrayList<>();
    each(topic, type, all::add);
    return all;
  }

  /** Hands over each record, in order within its partition, without keeping any. */
  public <T extends SpecificRecord> void each(
      String topic, Class<T> type, Consumer<Entry<T>> reader) throws IOException {
    read(topic, found -> reader.accept(entry(found, type)));
  }

  /** The newest value of each key, those that a tombstone or nothing follows left out. */
  public <T extends SpecificRecord> Map<String, T> latest(String topic, Class<T> type)
      throws IOException {
    Map<String, T> latest = new LinkedHashMap<>();
    read(
        topic,
        found -> {
          Entry<T> entry = entry(found, type);
          entry
              .value()
              .ifPresentOrElse(
                  value -> latest.put(entry.key(), value), () -> latest.remove(entry.key()));
        });
    return latest;
  }

  private <T extends SpecificRecord> Entry<T> entry(
      ConsumerRecord<byte[], byte[]> found, Class<T> type) throws IOException {
    byte[] value = found.value();
    try {
      Optional<T> decoded =
          value == null ? Optional.empty() : Optional.of(decoder.decode(value, type));
      return new Entry<>(
          Consumers.key(found),
          decoded,
          found.partition(),
          found.offset(),
          Instant.ofEpochMilli(found.timestamp()));
    } catch (IOException e) {
      throw new IOException(
          "Cannot decode %s-%d@%d: %s"
              .formatted(found.topic(), found.partition(), found.offset(), e.getMessage()),
          e);
    }
  }

  private void read(String topic, LogReader.Handler<IOException> handler) throws IOException {
    try (LogReader log = LogReader.fromStart(client, prefix + topic)) {
      log.readToEnd(handler);
    } catch (KafkaException e) {
      throw new IOException("Cannot read " + prefix + topic + ": " + e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    registry.close();
  }
}
