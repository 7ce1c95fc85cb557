package dev.weir.tests.cli;

import dev.weir.schemas.registry.RegistryClient;
import dev.weir.schemas.settings.StackSettings;
import dev.weir.schemas.wire.RecordEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** Writes single records, as the sources and the jobs do. */
public final class Publisher implements AutoCloseable {

  private final StackSettings stack;
  private final RegistryClient registry;
  private final RecordEncoder encoder;
  private final KafkaProducer<byte[], byte[]> producer;

  public Publisher(StackSettings stack) {
    this(stack, Map.of());
  }

  /** One whose records are seen only when its transaction is committed. */
  public static Publisher transactional(StackSettings stack) {
    Publisher publisher =
        new Publisher(stack, Map.of(ProducerConfig.TRANSACTIONAL_ID_CONFIG, "cli-test"));
    publisher.producer.initTransactions();
    publisher.producer.beginTransaction();
    return publisher;
  }

  private Publisher(StackSettings stack, Map<String, Object> properties) {
    this.stack = stack;
    this.registry = RegistryClient.create(stack.registryUrl());
    this.encoder = new RecordEncoder(registry);
    Map<String, Object> all = new HashMap<>(properties);
    all.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, stack.bootstrapServers());
    this.producer = new KafkaProducer<>(all, new ByteArraySerializer(), new ByteArraySerializer());
  }

  public void send(String topic, String key, SpecificRecord value) throws Exception {
    sendBytes(topic, key, encoder.encode(stack.topicPrefix() + topic, value));
  }

  public void sendBytes(String topic, String key, byte @Nullable [] value) throws Exception {
    producer
        .send(
            new ProducerRecord<>(
                stack.topicPrefix() + topic, key.getBytes(StandardCharsets.UTF_8), value))
        .get();
  }

  public void commit() {
    producer.commitTransaction();
  }

  void abort() {
    producer.abortTransaction();
  }

  @Override
  public void close() {
    producer.close();
    registry.close();
  }
}
