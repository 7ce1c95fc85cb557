package dev.weir.ingest.shard;

import dev.weir.ingest.source.FrontierIndex;
import dev.weir.schemas.MalformedRecordException;
import dev.weir.schemas.RecordDecoder;
import dev.weir.schemas.UnknownSchemaException;
import dev.weir.schemas.record.Cursor;
import dev.weir.schemas.record.FrontierEntry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.header.Header;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a shard reads: its partitions of {@code cursors} and {@code frontier}, first to their end,
 * then as others add to them. Only what is committed is seen. For one thread.
 */
final class ShardLog implements AutoCloseable {

  /**
   * Header of records in sharded topics: the transactional id that wrote them, so that a shard
   * knows its own.
   */
  static final String WRITER = "weir-writer";

  private static final Logger LOG = LoggerFactory.getLogger(ShardLog.class);
  private static final Duration LOAD_LIMIT = Duration.ofSeconds(40);

  private final org.apache.kafka.clients.consumer.Consumer<byte[], byte[]> reader;
  private final RecordDecoder decoder;
  private final byte[] self;
  private final TopicPartition cursorPartition;
  private final List<TopicPartition> partitions;

  ShardLog(
      org.apache.kafka.clients.consumer.Consumer<byte[], byte[]> reader,
      RecordDecoder decoder,
      String self,
      TopicPartition cursors,
      List<TopicPartition> others) {
    this.reader = reader;
    this.decoder = decoder;
    this.self = self.getBytes(StandardCharsets.UTF_8);
    this.cursorPartition = cursors;
    this.partitions = new ArrayList<>(others);
    this.partitions.add(0, cursors);
    reader.assign(partitions);
    reader.seekToBeginning(partitions);
  }

  /**
   * Reads to the end.
   *
   * <p>The end is that of the whole log, not of what is committed: another application's open
   * transaction in the same partition hides what this one committed behind it, so the end of what
   * is committed may lie before a cursor of ours.
   */
  void load(Admin admin, CursorTable cursors, FrontierIndex frontier)
      throws IOException, InterruptedException {
    Map<TopicPartition, Long> ends = ends(admin);
    long deadline = System.nanoTime() + LOAD_LIMIT.toNanos();
    while (!isAtEnd(ends)) {
      if (System.nanoTime() > deadline) {
        throw new TimeoutException("Expected to read " + ends + " to the end within " + LOAD_LIMIT);
      }
      for (ConsumerRecord<byte[], byte[]> record : reader.poll(Duration.ofMillis(200))) {
        if (record.topic().equals(cursorPartition.topic())) {
          read(record, Cursor.class, cursors::load);
        } else {
          read(record, FrontierEntry.class, frontier::accept);
        }
      }
    }
  }

  private Map<TopicPartition, Long> ends(Admin admin) throws InterruptedException {
    Map<TopicPartition, OffsetSpec> wanted = new HashMap<>();
    partitions.forEach(partition -> wanted.put(partition, OffsetSpec.latest()));
    try {
      Map<TopicPartition, Long> ends = new HashMap<>();
      admin
          .listOffsets(wanted, new ListOffsetsOptions(IsolationLevel.READ_UNCOMMITTED))
          .all()
          .get()
          .forEach((partition, offset) -> ends.put(partition, offset.offset()));
      return ends;
    } catch (ExecutionException e) {
      throw new TimeoutException("Cannot list the ends of " + partitions, e.getCause());
    }
  }

  private boolean isAtEnd(Map<TopicPartition, Long> ends) {
    return ends.entrySet().stream()
        .allMatch(end -> reader.position(end.getKey()) >= end.getValue());
  }

  /**
   * Takes in what others added since the last call, without waiting.
   *
   * @param forgotten is told the sources whose cursor somebody deleted
   */
  void follow(FrontierIndex frontier, Forgetter forgotten) throws IOException {
    List<String> deleted = new ArrayList<>();
    for (ConsumerRecord<byte[], byte[]> record : reader.poll(Duration.ZERO)) {
      if (isOwn(record)) {
        continue;
      }
      if (record.topic().equals(cursorPartition.topic())) {
        read(
            record,
            Cursor.class,
            cursor -> {
              if (cursor.getDeleted()) {
                deleted.add(cursor.getSource());
              }
            });
      } else {
        read(record, FrontierEntry.class, frontier::accept);
      }
    }
    for (String source : deleted) {
      forgotten.forget(source);
    }
  }

  /** Makes a source start anew. */
  @FunctionalInterface
  interface Forgetter {
    void forget(String source) throws IOException;
  }

  private boolean isOwn(ConsumerRecord<byte[], byte[]> record) {
    Header writer = record.headers().lastHeader(WRITER);
    return writer != null && Arrays.equals(writer.value(), self);
  }

  private <T extends SpecificRecord> void read(
      ConsumerRecord<byte[], byte[]> record, Class<T> type, Consumer<T> taker) throws IOException {
    if (record.value() == null) {
      return;
    }
    try {
      taker.accept(decoder.decode(record.value(), type));
    } catch (MalformedRecordException | UnknownSchemaException e) {
      LOG.atError()
          .addKeyValue("topic", record.topic())
          .addKeyValue("partition", record.partition())
          .addKeyValue("offset", record.offset())
          .log("Skipped what is no {}: {}", type.getSimpleName(), e.getMessage());
    }
  }

  @Override
  public void close() {
    reader.close(CloseOptions.timeout(Duration.ofSeconds(1)));
  }
}
