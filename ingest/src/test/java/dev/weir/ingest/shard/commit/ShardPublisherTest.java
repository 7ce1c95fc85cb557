package dev.weir.ingest.shard.commit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.schemas.registry.RegistryClient;
import dev.weir.schemas.wire.RecordEncoder;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ShardPublisherTest {
  private static final Instant NOON = Instant.parse("2026-05-01T12:00:00Z");

  private final RegistryClient registry = RegistryClient.create("http://127.0.0.1:1");
  private final AtomicInteger asked = new AtomicInteger();

  @AfterEach
  void close() {
    registry.close();
  }

  /** Kafka's own producer in memory, with a broker that may go away, and a clock of its own. */
  private final class Broker extends MockProducer<byte[], byte[]> {
    private volatile boolean away;
    private volatile Instant time = NOON;

    @Override
    public synchronized Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> record) {
      asked.incrementAndGet();
      if (away) {
        return CompletableFuture.failedFuture(new TimeoutException("not present in metadata"));
      }
      TopicPartition partition = new TopicPartition(record.topic(), 0);
      return CompletableFuture.completedFuture(
          new RecordMetadata(partition, 0, 0, time.toEpochMilli(), 0, 0));
    }
  }

  private ShardPublisher publisher(Broker broker) {
    return new ShardPublisher(
        broker, new RecordEncoder(registry), "weir.", "t-1", 1, InstantSource.fixed(NOON));
  }

  private static final CursorTable.Owed NOTHING =
      new CursorTable.Owed(List.of(), List.of(), List.of());

  @Test
  void theFirstRecordThatIsRefusedEndsTheTransaction() throws Exception {
    Broker broker = new Broker();
    try (ShardPublisher publisher = publisher(broker)) {
      publisher.start();
      broker.away = true;
      asked.set(0);
      List<ProducerRecord<byte[], byte[]>> records = List.of(record(), record(), record());

      assertThatThrownBy(() -> publisher.send(records))
          .isInstanceOf(KafkaException.class)
          .hasMessageContaining("weir.posts")
          .hasMessageContaining("not present in metadata");
      assertThat(asked).hasValue(1);
    }
  }

  @Test
  void aHostWhoseClockIsAnHourAheadDoesNotStart() {
    Broker broker = new Broker();
    broker.time = NOON.minus(Duration.ofHours(1));
    try (ShardPublisher publisher = publisher(broker)) {
      assertThatThrownBy(publisher::start)
          .isInstanceOf(ClockSkewException.class)
          .hasMessageContaining("2026-05-01T12:00:00Z here")
          .hasMessageContaining("2026-05-01T11:00:00Z at the broker");
      assertThat(broker.commitCount()).isZero();
    }
  }

  @Test
  void aClockThatGoesAstrayWhileRunningCommitsNothing() throws Exception {
    Broker broker = new Broker();
    try (ShardPublisher publisher = publisher(broker)) {
      publisher.start();
      publisher.send(List.of(record()));
      publisher.commit(NOTHING);
      broker.time = NOON.plus(Duration.ofMinutes(2));
      publisher.send(List.of(record()));

      assertThatThrownBy(() -> publisher.commit(NOTHING)).isInstanceOf(ClockSkewException.class);
      assertThat(broker.commitCount()).isEqualTo(1);
    }
  }

  @Test
  void aClockThatIsALittleOffRuns() {
    Broker broker = new Broker();
    broker.time = NOON.minus(Duration.ofSeconds(50));
    try (ShardPublisher publisher = publisher(broker)) {
      assertThatCode(publisher::start).doesNotThrowAnyException();
    }
  }

  private static ProducerRecord<byte[], byte[]> record() {
    return new ProducerRecord<>("weir.posts", new byte[0]);
  }
}
