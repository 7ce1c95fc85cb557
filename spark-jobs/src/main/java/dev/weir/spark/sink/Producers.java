package dev.weir.spark.sink;

import dev.weir.spark.owner.Claim;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Transactional producers, kept between batches, since starting one costs more than a batch. Only
 * an owner's producers can commit: the next owner fences them.
 */
final class Producers {

  private static final Map<String, Idle> IDLE = new ConcurrentHashMap<>();

  /**
   * How long a transaction may be open. It hides all later records of its partitions, so the one of
   * a killed executor must end soon. It is open only while records that are ready are sent.
   */
  private static final int TRANSACTION_MILLIS = 30_000;

  private Producers() {}

  private record Idle(Claim claim, KafkaProducer<byte[], byte[]> producer) {}

  /**
   * A producer that nobody else in this JVM uses.
   *
   * @throws IOException if the claim is not the owner's any more, or the broker is away
   */
  static KafkaProducer<byte[], byte[]> take(Claim claim, String transactionalId)
      throws IOException {
    Idle idle = IDLE.remove(transactionalId);
    if (idle != null && idle.claim().equals(claim)) {
      return idle.producer();
    }
    if (idle != null) {
      discard(idle.producer());
    }
    return open(claim, transactionalId);
  }

  /** Keeps a producer, which is in no transaction, for the next batch. */
  static void giveBack(
      Claim claim, String transactionalId, KafkaProducer<byte[], byte[]> producer) {
    Idle other = IDLE.put(transactionalId, new Idle(claim, producer));
    if (other != null) {
      discard(other.producer());
    }
  }

  static void discard(KafkaProducer<byte[], byte[]> producer) {
    producer.close(Duration.ZERO);
  }

  private static KafkaProducer<byte[], byte[]> open(Claim claim, String transactionalId)
      throws IOException {
    // Before, so that a former owner does not fence the present one by asking for its id.
    claim.requireHeld();
    Map<String, Object> config = claim.kafka().client();
    config.put(ProducerConfig.ACKS_CONFIG, "all");
    config.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    config.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, transactionalId);
    config.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, TRANSACTION_MILLIS);
    config.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
    config.put(ProducerConfig.LINGER_MS_CONFIG, 2);
    config.put(ProducerConfig.BATCH_SIZE_CONFIG, 128 * 1024);
    config.put(ProducerConfig.BUFFER_MEMORY_CONFIG, 16L * 1024 * 1024);
    config.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, TRANSACTION_MILLIS / 2);
    config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, TRANSACTION_MILLIS);
    config.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, 4 * 1024 * 1024);
    KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
    boolean isOpen = false;
    try {
      producer.initTransactions();
      // And after: whoever becomes the owner later fences what was begun here.
      claim.requireHeld();
      isOpen = true;
      return producer;
    } catch (KafkaException e) {
      throw new IOException("Producer " + transactionalId + ": " + e, e);
    } finally {
      if (!isOpen) {
        discard(producer);
      }
    }
  }
}
