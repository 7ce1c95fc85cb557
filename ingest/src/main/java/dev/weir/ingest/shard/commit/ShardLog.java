package dev.weir.ingest.shard.commit;

import dev.weir.ingest.frontier.FrontierRecord;
import dev.weir.ingest.frontier.FrontierStore;
import dev.weir.schemas.record.Cursor;
import dev.weir.schemas.record.FrontierEntry;
import dev.weir.schemas.registry.UnknownSchemaException;
import dev.weir.schemas.wire.MalformedRecordException;
import dev.weir.schemas.wire.RecordDecoder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
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
public final class ShardLog implements AutoCloseable {

  /**
   * Header of records in sharded topics: the transactional id that wrote them, so that a shard
   * knows its own.
   */
  static final String WRITER = "weir-writer";

  private static final Logger LOG = LoggerFactory.getLogger(ShardLog.class);

  /** Longer than a transaction that its producer left open hides what is behind it. */
  private static final Duration STALLED = Duration.ofSeconds(40);

  private final org.apache.kafka.clients.consumer.Consumer<byte[], byte[]> reader;
  private final RecordDecoder decoder;
  private final byte[] self;
  private final TopicPartition cursorPartition;
  private final List<TopicPartition> partitions;
  private final Optional<TopicPartition> frontierPartition;
  private final Optional<FrontierStore> frontier;

  /** What {@link #load} shows meanwhile, and whether it is to go on. */
  public interface Progress {
    /** How many records were read so far, of how many. */
    void report(long read, long all) throws InterruptedException;
  }

  /**
   * Begins at the start of the cursors, and behind what the frontier's index holds.
   *
   * @param frontierPartition empty where the frontier is not read, as is its index
   */
  public ShardLog(
      org.apache.kafka.clients.consumer.Consumer<byte[], byte[]> reader,
      RecordDecoder decoder,
      String self,
      TopicPartition cursors,
      Optional<TopicPartition> frontierPartition,
      Optional<FrontierStore> frontier) {
    this.reader = reader;
    this.decoder = decoder;
    this.self = self.getBytes(StandardCharsets.UTF_8);
    this.cursorPartition = cursors;
    this.partitions = new ArrayList<>(List.of(cursors));
    this.frontierPartition = frontierPartition;
    this.frontier = frontier;
    frontierPartition.ifPresent(partitions::add);
    reader.assign(partitions);
    reader.seekToBeginning(partitions);
  }

  /**
   * Reads to the end.
   *
   * <p>The end is that of the whole log, not of what is committed: another application's open
   * transaction in the same partition hides what this one committed behind it, so the end of what
   * is committed may lie before a cursor of ours.
   *
   * <p>It takes as long as it takes, but fails when nothing comes for {@link #STALLED}.
   */
  public void load(Admin admin, CursorTable cursors, Progress progress)
      throws IOException, InterruptedException {
    Map<TopicPartition, Long> starts = offsets(admin, OffsetSpec.earliest());
    Map<TopicPartition, Long> ends = offsets(admin, OffsetSpec.latest());
    continueFrontier(starts, ends);
    long all = left(ends);
    long left = all;
    long movedAt = System.nanoTime();
    while (left > 0) {
      take(reader.poll(Duration.ofMillis(200)), record -> true, cursors::load);
      long now = left(ends);
      if (now < left) {
        movedAt = System.nanoTime();
      } else if (System.nanoTime() - movedAt > STALLED.toNanos()) {
        throw new TimeoutException(
            "Expected to read " + ends + " to the end, got nothing for " + STALLED);
      }
      left = now;
      progress.report(all - left, all);
    }
  }

  /** Goes to where the index ends, or starts anew where the log does not reach there. */
  private void continueFrontier(Map<TopicPartition, Long> starts, Map<TopicPartition, Long> ends) {
    if (frontierPartition.isEmpty() || frontier.isEmpty()) {
      return;
    }
    TopicPartition partition = frontierPartition.get();
    FrontierStore store = frontier.get();
    long start = starts.getOrDefault(partition, 0L);
    long end = ends.getOrDefault(partition, 0L);
    if (store.offset() > end || (store.offset() > 0 && store.offset() < start)) {
      store.reset(
          "it ends at offset %d, the log goes from %d to %d".formatted(store.offset(), start, end));
    }
    if (store.offset() > 0) {
      reader.seek(partition, store.offset());
    }
  }

  private Map<TopicPartition, Long> offsets(Admin admin, OffsetSpec which)
      throws InterruptedException {
    Map<TopicPartition, OffsetSpec> wanted = new HashMap<>();
    partitions.forEach(partition -> wanted.put(partition, which));
    try {
      Map<TopicPartition, Long> ends = new HashMap<>();
      admin
          .listOffsets(wanted, new ListOffsetsOptions(IsolationLevel.READ_UNCOMMITTED))
          .all()
          .get()
          .forEach((partition, offset) -> ends.put(partition, offset.offset()));
      return ends;
    } catch (ExecutionException e) {
      throw new TimeoutException("Cannot list the offsets of " + partitions, e.getCause());
    }
  }

  /** Offsets to go, records or not. */
  private long left(Map<TopicPartition, Long> ends) {
    return ends.entrySet().stream()
        .mapToLong(end -> Math.max(0, end.getValue() - reader.position(end.getKey())))
        .sum();
  }

  /**
   * Takes in what others added since the last call, without waiting.
   *
   * @param forgotten gets the sources whose cursor somebody deleted
   */
  public void follow(Forgetter forgotten) throws IOException {
    List<String> deleted = new ArrayList<>();
    take(
        reader.poll(Duration.ZERO),
        record -> !isOwn(record),
        cursor -> {
          if (cursor.getDeleted()) {
            deleted.add(cursor.getSource());
          }
        });
    for (String source : deleted) {
      forgotten.forget(source);
    }
  }

  /** Gives the cursors of interest to the taker, and all of the frontier to its index. */
  private void take(
      ConsumerRecords<byte[], byte[]> records,
      Predicate<ConsumerRecord<byte[], byte[]>> isOfInterest,
      Consumer<Cursor> cursors)
      throws IOException {
    List<FrontierRecord> entries = new ArrayList<>();
    for (ConsumerRecord<byte[], byte[]> record : records) {
      if (!record.topic().equals(cursorPartition.topic())) {
        entry(record).ifPresent(entries::add);
      } else if (record.value() != null && isOfInterest.test(record)) {
        decode(record, Cursor.class).ifPresent(cursors);
      }
    }
    if (frontierPartition.isPresent() && frontier.isPresent()) {
      frontier.get().apply(entries, reader.position(frontierPartition.get()));
    }
  }

  private Optional<FrontierRecord> entry(ConsumerRecord<byte[], byte[]> record) throws IOException {
    if (record.key() == null) {
      return Optional.empty();
    }
    String key = new String(record.key(), StandardCharsets.UTF_8);
    boolean own = isOwn(record);
    if (record.value() == null) {
      return Optional.of(new FrontierRecord(key, null, own));
    }
    return decode(record, FrontierEntry.class).map(entry -> new FrontierRecord(key, entry, own));
  }

  /** Makes a source start anew. */
  @FunctionalInterface
  public interface Forgetter {
    void forget(String source) throws IOException;
  }

  private boolean isOwn(ConsumerRecord<byte[], byte[]> record) {
    Header writer = record.headers().lastHeader(WRITER);
    return writer != null && Arrays.equals(writer.value(), self);
  }

  private <T extends SpecificRecord> Optional<T> decode(
      ConsumerRecord<byte[], byte[]> record, Class<T> type) throws IOException {
    try {
      return Optional.of(decoder.decode(record.value(), type));
    } catch (MalformedRecordException | UnknownSchemaException e) {
      LOG.atError()
          .addKeyValue("topic", record.topic())
          .addKeyValue("partition", record.partition())
          .addKeyValue("offset", record.offset())
          .log("Skipped what is no {}: {}", type.getSimpleName(), e.getMessage());
      return Optional.empty();
    }
  }

  @Override
  public void close() {
    reader.close(CloseOptions.timeout(Duration.ofSeconds(1)));
  }
}
