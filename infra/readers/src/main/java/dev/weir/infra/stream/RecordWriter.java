package dev.weir.infra.stream;

import dev.weir.schemas.registry.IncompatibleSchemaException;
import dev.weir.schemas.registry.RegistryClient;
import dev.weir.schemas.settings.StackSettings;
import dev.weir.schemas.topic.Topic;
import dev.weir.schemas.topic.TopicCatalog;
import dev.weir.schemas.wire.RecordEncoder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.UnaryOperator;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Writes single records to the stack's topics, as a user's command. Not safe for several threads.
 */
final class RecordWriter implements AutoCloseable {

  private static final long SECONDS = 20;

  private final String prefix;
  private final RegistryClient registry;
  private final RecordEncoder encoder;
  private final Producer<byte[], byte[]> producer;

  RecordWriter(StackSettings stack, UnaryOperator<@Nullable String> environment) {
    Map<String, Object> properties = new HashMap<>(stack.kafkaClient(environment));
    this.prefix = stack.topicPrefix();
    this.registry = RegistryClient.create(stack.registryUrl());
    this.encoder = new RecordEncoder(registry);
    this.producer =
        new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
  }

  /**
   * Writes a record, and waits until the broker has it.
   *
   * @param partition empty where the key decides
   * @throws IOException where broker or registry do not answer, or refuse it
   */
  void write(String name, OptionalInt partition, String key, SpecificRecord value)
      throws IOException {
    Topic topic = TopicCatalog.load().topic(name);
    String fullName = topic.fullName(prefix);
    try {
      ProducerRecord<byte[], byte[]> record =
          new ProducerRecord<>(
              fullName,
              partition.isPresent() ? Integer.valueOf(partition.getAsInt()) : null,
              key.getBytes(StandardCharsets.UTF_8),
              encoder.encode(fullName, value));
      var ignored = producer.send(record).get(SECONDS, TimeUnit.SECONDS);
    } catch (IncompatibleSchemaException e) {
      throw new IOException(e.getMessage(), e);
    } catch (ExecutionException | TimeoutException e) {
      throw new IOException("Cannot write to " + fullName + ": " + e, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted", e);
    }
  }

  @Override
  public void close() {
    producer.close();
    registry.close();
  }
}
