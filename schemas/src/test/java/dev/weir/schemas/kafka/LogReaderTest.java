package dev.weir.schemas.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.clients.consumer.OffsetResetStrategy;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.junit.jupiter.api.Test;

class LogReaderTest {

  private static final String TOPIC = "weir.posts";
  private static final TopicPartition BUSY = new TopicPartition(TOPIC, 0);
  private static final TopicPartition QUIET = new TopicPartition(TOPIC, 1);
  private static final Instant TIME = Instant.parse("2026-01-01T00:00:00Z");

  @Test
  void readsFromATimeToTheEndAsOfEachCall() {
    Broker broker = new Broker();
    List<String> read = new ArrayList<>();
    try (LogReader reader = LogReader.from(broker, TOPIC, TIME)) {
      broker.append(7, "a");
      broker.append(8, "b");
      reader.readToEnd(found -> read.add(Consumers.key(found)));
      assertThat(read).containsExactly("a", "b");
      broker.append(9, "c");
      reader.readToEnd(found -> read.add(Consumers.key(found)));
    }
    assertThat(read).containsExactly("a", "b", "c");
    assertThat(broker.closed()).isTrue();
  }

  @Test
  void beginsAtTheEndOfAPartitionWithoutARecordSinceTheTime() {
    Broker broker = new Broker();
    try (LogReader reader = LogReader.from(broker, TOPIC, TIME)) {
      assertThat(broker.position(BUSY)).isEqualTo(7);
      assertThat(broker.position(QUIET)).isEqualTo(3);
      assertThat(reader.ends()).containsEntry(QUIET, 3L);
    }
  }

  @Test
  void namesATopicThatDoesNotExistAndLeavesNoConsumerOpen() {
    Broker broker = new Broker();
    assertThatThrownBy(() -> LogReader.from(broker, "weir.none", TIME))
        .isInstanceOf(UnknownTopicOrPartitionException.class)
        .hasMessageContaining("weir.none");
    assertThat(broker.closed()).isTrue();
  }

  /** Partition 0 holds offsets from 7 on since the time, partition 1 ends at 3 before it. */
  private static final class Broker extends MockConsumer<byte[], byte[]> {

    Broker() {
      super(OffsetResetStrategy.EARLIEST);
      updatePartitions(
          TOPIC,
          List.of(
              new PartitionInfo(TOPIC, 0, null, null, null),
              new PartitionInfo(TOPIC, 1, null, null, null)));
      updateEndOffsets(Map.of(BUSY, 7L, QUIET, 3L));
    }

    void append(long offset, String key) {
      addRecord(new ConsumerRecord<>(TOPIC, 0, offset, key.getBytes(), new byte[0]));
      updateEndOffsets(Map.of(BUSY, offset + 1));
    }

    @Override
    public synchronized Map<TopicPartition, OffsetAndTimestamp> offsetsForTimes(
        Map<TopicPartition, Long> times) {
      Map<TopicPartition, OffsetAndTimestamp> found = new HashMap<>();
      found.put(BUSY, new OffsetAndTimestamp(7, TIME.toEpochMilli()));
      found.put(QUIET, null);
      return found;
    }
  }
}
