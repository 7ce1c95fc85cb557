package dev.weir.spark.sink;

import dev.weir.spark.stack.KafkaLink;
import java.io.IOException;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Writes records to one topic from wherever it is: at least once, acknowledged by all replicas when
 * {@link Batch#finish} returns. A batch belongs to one thread.
 */
public record TopicWriter(KafkaLink kafka, String topic) implements Serializable {

  /** A writer to a topic, by its name without prefix. */
  public static TopicWriter to(KafkaLink kafka, String name) {
    return new TopicWriter(kafka, kafka.topic(name));
  }

  public Batch begin() {
    return new Batch(kafka, topic, Producers.of(kafka));
  }

  /** Records that are acknowledged together. */
  public static final class Batch {
    private final KafkaLink kafka;
    private final String topic;
    private final KafkaProducer<byte[], byte[]> producer;
    private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();

    private Batch(KafkaLink kafka, String topic, KafkaProducer<byte[], byte[]> producer) {
      this.kafka = kafka;
      this.topic = topic;
      this.producer = producer;
    }

    @SuppressWarnings("FutureReturnValueIgnored") // the callback keeps the failure for finish()
    public void send(String key, byte[] value) {
      producer.send(
          new ProducerRecord<>(topic, key.getBytes(StandardCharsets.UTF_8), value),
          (metadata, error) -> {
            if (error != null) {
              failure.compareAndSet(null, error);
            }
          });
    }

    /**
     * Waits for all records.
     *
     * @throws IOException if one could not be written
     */
    public void finish() throws IOException {
      producer.flush();
      Exception error = failure.get();
      if (error != null) {
        Producers.discard(kafka, producer);
        throw new IOException("Topic " + topic + ": " + error, error);
      }
    }
  }
}
