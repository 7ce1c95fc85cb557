package dev.weir.schemas.topic;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.avro.Schema;

/**
 * A topic of the catalogue.
 *
 * @param name without the prefix of the settings
 * @param key what its keys are, for people
 * @param valueSchema schema of its values
 * @param partitions how many it is created with
 * @param retention how long records are kept; empty where only compaction removes them
 * @param compact whether older records of a key are removed
 * @param sharded whether it has one partition a shard
 */
public record Topic(
    String name,
    String key,
    Schema valueSchema,
    int partitions,
    Optional<Duration> retention,
    boolean compact,
    boolean sharded) {

  /**
   * Largest batch that the broker takes: a record with a megabyte of raw bytes must fit, and the
   * page around it.
   */
  public static final int MAX_MESSAGE_BYTES = 5 * 1024 * 1024;

  /** How long a deletion stays in a compacted topic for readers that were away. */
  public static final Duration DELETIONS_KEPT = Duration.ofDays(7);

  /** Its name on the broker. */
  public String fullName(String prefix) {
    return prefix + name;
  }

  /** The registry's subject of its values. */
  public String subject(String prefix) {
    return fullName(prefix) + "-value";
  }

  /**
   * Its configuration on the broker. Timestamps are the broker's, since with the producer's a
   * record dated 2099 is refused, and one dated 1999 expires at once.
   */
  public Map<String, String> config() {
    Map<String, String> config = new TreeMap<>();
    config.put("message.timestamp.type", "LogAppendTime");
    config.put("max.message.bytes", Integer.toString(MAX_MESSAGE_BYTES));
    config.put("cleanup.policy", policy());
    if (compact) {
      config.put("delete.retention.ms", Long.toString(DELETIONS_KEPT.toMillis()));
    }
    retention.ifPresent(time -> config.put("retention.ms", Long.toString(time.toMillis())));
    return Map.copyOf(config);
  }

  private String policy() {
    if (!compact) {
      return "delete";
    }
    return retention.isPresent() ? "compact,delete" : "compact";
  }
}
