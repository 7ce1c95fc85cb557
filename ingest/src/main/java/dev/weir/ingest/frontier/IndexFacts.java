package dev.weir.ingest.frontier;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;

/** The topic that an index was built from, its offset, and when it was written. */
final class IndexFacts {

  private static final byte[] KEY = "facts".getBytes(StandardCharsets.UTF_8);
  private static final String NONE = "none";

  private final RocksTables tables;
  private final String format;
  private final String topic;
  private long offset;
  private long urls;
  private Instant writtenAt;

  private IndexFacts(
      RocksTables tables, String format, String topic, long offset, long urls, Instant writtenAt) {
    this.tables = tables;
    this.format = format;
    this.topic = topic;
    this.offset = offset;
    this.urls = urls;
    this.writtenAt = writtenAt;
  }

  static IndexFacts read(RocksTables tables) throws RocksDBException {
    byte[] value = tables.db().get(tables.facts(), KEY);
    if (value == null) {
      return new IndexFacts(tables, NONE, NONE, 0, 0, Instant.MAX);
    }
    String[] parts = new String(value, StandardCharsets.UTF_8).split("\n", -1);
    try {
      return new IndexFacts(
          tables,
          parts[0],
          parts[1],
          Long.parseLong(parts[2]),
          Long.parseLong(parts[3]),
          Instant.parse(parts[4]));
    } catch (RuntimeException e) {
      return new IndexFacts(tables, "unreadable", NONE, 0, 0, Instant.MAX);
    }
  }

  /** An empty index of a topic. */
  static IndexFacts none(RocksTables tables, String topic) {
    return new IndexFacts(tables, FrontierCodec.FORMAT, topic, 0, 0, Instant.MAX);
  }

  /** Whether there is no index yet. */
  boolean isNone() {
    return format.equals(NONE);
  }

  long offset() {
    return offset;
  }

  long urls() {
    return urls;
  }

  /**
   * Why the index is unusable; empty if it is usable.
   *
   * @param current the topic's identity now
   * @param oldest earliest acceptable time of writing
   */
  Optional<String> trouble(String current, Instant oldest) {
    if (isNone()) {
      return Optional.of("there was none");
    }
    if (!format.equals(FrontierCodec.FORMAT)) {
      return Optional.of("it is of another version");
    }
    if (!topic.equals(current)) {
      return Optional.of("it is of the topic " + topic + ", not " + current);
    }
    return writtenAt.isBefore(oldest)
        ? Optional.of("it was last written at " + writtenAt)
        : Optional.empty();
  }

  void advance(WriteBatch batch, long next, long added, Instant now) throws RocksDBException {
    offset = next;
    urls += added;
    writtenAt = now;
    String text = String.join("\n", format, topic, "" + offset, "" + urls, writtenAt.toString());
    batch.put(tables.facts(), KEY, text.getBytes(StandardCharsets.UTF_8));
  }

  void reset() {
    offset = 0;
    urls = 0;
  }
}
