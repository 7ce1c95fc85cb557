package dev.weir.ingest.shard;

import dev.weir.ingest.source.Outgoing;
import dev.weir.schemas.Keys;
import dev.weir.schemas.RecordEncoder;
import dev.weir.schemas.record.CoverageInterval;
import dev.weir.schemas.record.Cursor;
import dev.weir.schemas.record.DeadLetter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/**
 * A shard's transactional producer, and the transaction that is open. Whatever fails throws, and
 * ends its life: nothing is sent again. For one thread.
 */
final class ShardPublisher implements AutoCloseable {

  static final int MAX_RECORDS = 500;
  static final Duration MAX_AGE = Duration.ofMillis(200);

  private final Producer<byte[], byte[]> producer;
  private final RecordEncoder encoder;
  private final String prefix;
  private final byte[] self;
  private final int shard;

  private boolean open;
  private int records;
  private long openedAt;
  private boolean broken = true;

  ShardPublisher(
      Producer<byte[], byte[]> producer,
      RecordEncoder encoder,
      String prefix,
      String transactionalId,
      int shard) {
    this.producer = producer;
    this.encoder = encoder;
    this.prefix = prefix;
    this.self = transactionalId.getBytes(StandardCharsets.UTF_8);
    this.shard = shard;
  }

  /** Fences whoever had the shard before, and ends what that one left open. */
  void start() {
    producer.initTransactions();
    broken = false;
  }

  int shard() {
    return shard;
  }

  boolean isOpen() {
    return open;
  }

  /** How long the open transaction may still wait for more. */
  Duration untilDue() {
    return records >= MAX_RECORDS
        ? Duration.ZERO
        : MAX_AGE.minusNanos(System.nanoTime() - openedAt);
  }

  boolean isDue() {
    return open && (records >= MAX_RECORDS || System.nanoTime() - openedAt >= MAX_AGE.toNanos());
  }

  /**
   * Puts a piece's records into the transaction. One that is too large for the broker becomes a
   * dead letter.
   */
  void send(Piece piece) throws IOException {
    begin();
    records += piece.weight();
    for (Outgoing outgoing : piece.result().records()) {
      byte[] value = encode(outgoing.topic(), outgoing.value());
      if (value.length > KafkaClients.MAX_RECORD) {
        DeadLetter letter =
            OversizedRecords.deadLetter(piece.run().id(), outgoing, value, piece.observedAt());
        send("dead-letters", null, Keys.deadLetter(letter), encode("dead-letters", letter));
      } else {
        Integer partition =
            outgoing.partition().isPresent() ? outgoing.partition().getAsInt() : null;
        send(outgoing.topic(), partition, outgoing.key(), value);
      }
    }
  }

  private void begin() {
    if (!open) {
      broken = true;
      producer.beginTransaction();
      broken = false;
      open = true;
      records = 0;
      openedAt = System.nanoTime();
    }
  }

  /** Adds cursors and coverage to what was sent, and makes all of it visible. */
  void commit(CursorTable cursors) throws IOException {
    broken = true;
    for (CoverageInterval interval : cursors.changedIntervals()) {
      send("coverage", null, Keys.coverage(interval), encode("coverage", interval));
    }
    for (Cursor cursor : cursors.changedCursors()) {
      send("cursors", shard, Keys.cursor(cursor.getSource()), encode("cursors", cursor));
    }
    producer.commitTransaction();
    broken = false;
    open = false;
  }

  private byte[] encode(String topic, SpecificRecord value) throws IOException {
    return encoder.encode(prefix + topic, value);
  }

  private void send(String topic, @Nullable Integer partition, String key, byte[] value) {
    ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>(
            prefix + topic, partition, key.getBytes(StandardCharsets.UTF_8), value);
    if (topic.equals("cursors") || topic.equals("frontier")) {
      record.headers().add(ShardLog.WRITER, self);
    }
    var ignored = producer.send(record);
  }

  /** Gives an open transaction up. */
  @Override
  public void close() {
    producer.close(broken || open ? Duration.ZERO : Duration.ofSeconds(5));
  }
}
