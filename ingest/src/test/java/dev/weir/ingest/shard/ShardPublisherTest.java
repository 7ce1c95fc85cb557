package dev.weir.ingest.shard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.schemas.RecordEncoder;
import dev.weir.schemas.RegistryClient;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;

class ShardPublisherTest {
  private final AtomicInteger asked = new AtomicInteger();

  /** Kafka's own producer in memory, whose broker has gone: each record is refused after a wait. */
  private final class Refusing extends MockProducer<byte[], byte[]> {
    @Override
    public synchronized Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> record) {
      asked.incrementAndGet();
      return CompletableFuture.failedFuture(new TimeoutException("not present in metadata"));
    }
  }

  @Test
  void theFirstRecordThatIsRefusedEndsTheTransaction() {
    try (RegistryClient registry = RegistryClient.create("http://127.0.0.1:1");
        ShardPublisher publisher =
            new ShardPublisher(new Refusing(), new RecordEncoder(registry), "weir.", "t-1", 1)) {
      publisher.start();
      List<ProducerRecord<byte[], byte[]>> records = List.of(record(), record(), record());

      assertThatThrownBy(() -> publisher.send(records))
          .isInstanceOf(KafkaException.class)
          .hasMessageContaining("weir.posts")
          .hasMessageContaining("not present in metadata");
      assertThat(asked).hasValue(1);
    }
  }

  private static ProducerRecord<byte[], byte[]> record() {
    return new ProducerRecord<>("weir.posts", new byte[0]);
  }
}
