package dev.weir.ingest.shard.commit;

import dev.weir.ingest.shard.run.SourceBatch;
import dev.weir.ingest.source.Outgoing;
import dev.weir.schemas.record.CoverageInterval;
import dev.weir.schemas.record.Cursor;
import dev.weir.schemas.record.DeadLetter;
import dev.weir.schemas.topic.Keys;
import dev.weir.schemas.topic.Topic;
import dev.weir.schemas.topic.TopicCatalog;
import dev.weir.schemas.topic.Topics;
import dev.weir.schemas.wire.RecordEncoder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;

/**
 * A shard's transactional producer, and the transaction that is open. Whatever fails throws, and
 * ends its life: nothing is sent again. For one thread.
 */
public final class ShardPublisher implements AutoCloseable {

  /** What sources write. */
  public static final Set<String> WRITTEN =
      Set.of(
          Topics.PAGES,
          Topics.POSTS,
          Topics.COVERAGE,
          Topics.CURSORS,
          Topics.FRONTIER,
          Topics.DEAD_LETTERS);

  private static final TopicCatalog CATALOG = TopicCatalog.load();
  private static final byte[] CLOCK = "clock".getBytes(StandardCharsets.UTF_8);

  static final int MAX_RECORDS = 500;

  /** Largest cursor, open interval included: each opening of a shard reads all of its cursors. */
  static final int MAX_CURSOR = 1024 * 1024;

  public static final Duration MAX_AGE = Duration.ofMillis(200);

  private final Producer<byte[], byte[]> producer;
  private final RecordEncoder encoder;
  private final String prefix;
  private final byte[] self;
  private final int shard;
  private final InstantSource clock;

  private boolean open;
  private int records;
  private @Nullable Sent newest;
  private long openedAt;
  private boolean broken = true;

  /** A record that was sent, and the time before that. */
  private record Sent(Instant at, Future<RecordMetadata> future) {}

  public ShardPublisher(
      Producer<byte[], byte[]> producer,
      RecordEncoder encoder,
      String prefix,
      String transactionalId,
      int shard,
      InstantSource clock) {
    this.producer = producer;
    this.encoder = encoder;
    this.prefix = prefix;
    this.self = transactionalId.getBytes(StandardCharsets.UTF_8);
    this.shard = shard;
    this.clock = clock;
  }

  /**
   * Fences whoever had the shard before, and ends what that one left open. Then asks the broker for
   * its time, by a record in a transaction that is given up.
   *
   * @throws ClockSkewException if this host's clock is too far from the broker's
   */
  public void start() throws ClockSkewException {
    producer.initTransactions();
    producer.beginTransaction();
    send(new ProducerRecord<>(prefix + Topics.CURSORS, shard, CLOCK, null));
    checkClock();
    producer.abortTransaction();
    newest = null;
    broken = false;
  }

  /** Waits until all that was sent is acknowledged, and compares the clocks. */
  private void checkClock() throws ClockSkewException {
    producer.flush();
    Sent sent = newest;
    if (sent == null) {
      return;
    }
    RecordMetadata metadata = result(sent.future(), "the broker");
    if (metadata.hasTimestamp()) {
      Instant appended = Instant.ofEpochMilli(metadata.timestamp());
      BrokerClock.check(sent.at(), clock.instant(), appended);
    }
  }

  public int shard() {
    return shard;
  }

  public boolean isOpen() {
    return open;
  }

  /** How long the open transaction may still wait for more. */
  public Duration untilDue() {
    return records >= MAX_RECORDS
        ? Duration.ZERO
        : MAX_AGE.minusNanos(System.nanoTime() - openedAt);
  }

  public boolean isDue() {
    return open && (records >= MAX_RECORDS || System.nanoTime() - openedAt >= MAX_AGE.toNanos());
  }

  /**
   * Encodes a piece. A record that is too large for the broker becomes a dead letter, since its
   * transaction would fail each time.
   *
   * @throws IllegalArgumentException if the piece is wrong: a topic that no source writes, a field
   *     that is missing
   * @throws IOException if the registry is needed, and away
   */
  public List<ProducerRecord<byte[], byte[]>> encode(SourceBatch piece) throws IOException {
    List<ProducerRecord<byte[], byte[]>> encoded = new ArrayList<>();
    for (Outgoing outgoing : piece.result().records()) {
      requireWritable(outgoing);
      byte[] value = encode(outgoing.topic(), outgoing.value());
      int keyLength = outgoing.key().getBytes(StandardCharsets.UTF_8).length;
      if ((long) keyLength + value.length > KafkaClients.MAX_RECORD) {
        DeadLetter letter =
            OversizedRecords.deadLetter(piece.run().id(), outgoing, value, piece.observedAt());
        byte[] bytes = encode(Topics.DEAD_LETTERS, letter);
        encoded.add(record(Topics.DEAD_LETTERS, null, Keys.deadLetter(letter), bytes));
      } else {
        Integer partition =
            outgoing.partition().isPresent() ? outgoing.partition().getAsInt() : null;
        encoded.add(record(outgoing.topic(), partition, outgoing.key(), value));
      }
    }
    return encoded;
  }

  /**
   * Makes sure that a change can be committed, since a commit that fails would hurt the whole
   * shard.
   *
   * @throws IllegalArgumentException if it cannot: too large a cursor, a time out of range
   */
  public void requireCommittable(CursorTable.Change change) throws IOException {
    for (CoverageInterval interval : change.intervals()) {
      requireSmall("coverage", change.source(), encode(Topics.COVERAGE, interval));
    }
    Cursor cursor = change.cursor();
    if (cursor != null) {
      requireSmall("cursor", change.source(), encode(Topics.CURSORS, cursor));
    }
  }

  private static void requireSmall(String what, String source, byte[] value) {
    if (value.length > MAX_CURSOR) {
      throw new IllegalArgumentException(
          "Expected a %s of %s of at most %d bytes, got: %d"
              .formatted(what, source, MAX_CURSOR, value.length));
    }
  }

  private static void requireWritable(Outgoing outgoing) {
    Topic topic = CATALOG.topic(outgoing.topic());
    if (!WRITTEN.contains(topic.name())
        || !topic.valueSchema().equals(outgoing.value().getSchema())) {
      throw new IllegalArgumentException(
          "Expected a record for a topic that sources write, got: "
              + outgoing.value().getSchema().getName()
              + " for "
              + topic.name());
    }
    if (outgoing.partition().orElse(0) >= topic.partitions()) {
      throw new IllegalArgumentException(
          "Expected a partition of "
              + topic.name()
              + " below "
              + topic.partitions()
              + ", got: "
              + outgoing.partition());
    }
  }

  /** Deletes keys of a sharded topic, in the transaction. */
  public void delete(String topic, Collection<String> keys) {
    begin();
    records += keys.size();
    for (String key : keys) {
      ProducerRecord<byte[], byte[]> record =
          new ProducerRecord<>(prefix + topic, shard, key.getBytes(StandardCharsets.UTF_8), null);
      record.headers().add(ShardLog.WRITER, self);
      send(record);
    }
  }

  /** Puts encoded records into the transaction. */
  public void send(List<ProducerRecord<byte[], byte[]>> encoded) {
    begin();
    records += 1 + encoded.size();
    encoded.forEach(this::send);
  }

  /** Opens a transaction if none is open: something is owed. */
  public void begin() {
    if (!open) {
      broken = true;
      producer.beginTransaction();
      broken = false;
      open = true;
      records = 0;
      openedAt = System.nanoTime();
    }
  }

  /**
   * Adds cursors and coverage to what was sent, and makes all of it visible.
   *
   * @throws ClockSkewException if this host's clock is too far from the broker's; nothing is
   *     visible
   */
  public void commit(CursorTable.Owed owed) throws IOException {
    broken = true;
    for (CoverageInterval interval : owed.intervals()) {
      byte[] value = encode(Topics.COVERAGE, interval);
      send(record(Topics.COVERAGE, null, Keys.coverage(interval), value));
    }
    for (Cursor cursor : owed.cursors()) {
      byte[] value = encode(Topics.CURSORS, cursor);
      send(record(Topics.CURSORS, shard, Keys.cursor(cursor.getSource()), value));
    }
    checkClock();
    newest = null;
    producer.commitTransaction();
    broken = false;
    open = false;
  }

  private byte[] encode(String topic, SpecificRecord value) throws IOException {
    try {
      return encoder.encode(prefix + topic, value);
    } catch (RuntimeException e) {
      throw new IllegalArgumentException(
          "Expected a record that its schema allows, got: " + e + " for " + topic, e);
    }
  }

  private ProducerRecord<byte[], byte[]> record(
      String topic, @Nullable Integer partition, String key, byte[] value) {
    ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>(
            prefix + topic, partition, key.getBytes(StandardCharsets.UTF_8), value);
    if (topic.equals(Topics.CURSORS) || topic.equals(Topics.FRONTIER)) {
      record.headers().add(ShardLog.WRITER, self);
    }
    return record;
  }

  /**
   * A record that is refused at once, since the broker's topics are not to be had, ends the
   * transaction here: each further one would wait as long for the same.
   */
  private void send(ProducerRecord<byte[], byte[]> record) {
    Instant now = clock.instant();
    Future<RecordMetadata> sent = producer.send(record);
    newest = new Sent(now, sent);
    if (sent.isDone()) {
      var ignored = result(sent, record.topic());
    }
  }

  private static RecordMetadata result(Future<RecordMetadata> sent, String to) {
    try {
      return sent.get();
    } catch (ExecutionException e) {
      throw new KafkaException("Cannot send to " + to + ": " + e.getCause(), e);
    } catch (InterruptedException e) {
      throw new InterruptException(e);
    }
  }

  /** Gives an open transaction up. */
  @Override
  public void close() {
    producer.close(broken || open ? Duration.ZERO : Duration.ofSeconds(5));
  }
}
