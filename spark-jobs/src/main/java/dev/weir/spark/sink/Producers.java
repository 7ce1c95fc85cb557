package dev.weir.spark.sink;

import dev.weir.spark.stack.KafkaLink;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** One idempotent producer a JVM and broker, since starting one costs more than a batch. */
final class Producers {

  private static final Map<KafkaLink, KafkaProducer<byte[], byte[]>> OPEN =
      new ConcurrentHashMap<>();

  private Producers() {}

  static KafkaProducer<byte[], byte[]> of(KafkaLink kafka) {
    return OPEN.computeIfAbsent(kafka, Producers::open);
  }

  private static KafkaProducer<byte[], byte[]> open(KafkaLink kafka) {
    Map<String, Object> config = kafka.client();
    config.put(ProducerConfig.ACKS_CONFIG, "all");
    config.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    config.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
    config.put(ProducerConfig.LINGER_MS_CONFIG, 2);
    config.put(ProducerConfig.BATCH_SIZE_CONFIG, 128 * 1024);
    config.put(ProducerConfig.BUFFER_MEMORY_CONFIG, 16L * 1024 * 1024);
    config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 60_000);
    config.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, 4 * 1024 * 1024);
    return new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
  }

  /** Forgets a producer that has failed for good. */
  static void discard(KafkaLink kafka, KafkaProducer<byte[], byte[]> producer) {
    if (OPEN.remove(kafka, producer)) {
      producer.close(java.time.Duration.ZERO);
    }
  }
}
