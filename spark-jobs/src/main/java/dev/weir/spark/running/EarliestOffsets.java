package dev.weir.spark.running;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weir.spark.stack.KafkaLink;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;

/** Compares where a query would go on with where the log begins. */
public final class EarliestOffsets {

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private EarliestOffsets() {}

  /**
   * Records that expired before they were read.
   *
   * @param from the offset that would have been read next
   * @param until the log's first offset
   */
  record Lost(TopicPartition partition, long from, long until) {
    @Override
    public String toString() {
      return "%s: offsets %d to %d".formatted(partition, from, until - 1);
    }
  }

  /** The first offset of each partition of some topics. */
  public static Map<TopicPartition, Long> of(KafkaLink kafka, Collection<String> topics)
      throws IOException {
    return kafka.ask(
        "Topics " + topics,
        admin -> {
          Map<TopicPartition, OffsetSpec> wanted =
              admin
                  .describeTopics(topics)
                  .allTopicNames()
                  .get(30, TimeUnit.SECONDS)
                  .values()
                  .stream()
                  .flatMap(
                      topic ->
                          topic.partitions().stream()
                              .map(part -> new TopicPartition(topic.name(), part.partition())))
                  .collect(Collectors.toMap(partition -> partition, any -> OffsetSpec.earliest()));
          Map<TopicPartition, Long> starts = new TreeMap<>(EarliestOffsets::compare);
          admin
              .listOffsets(wanted)
              .all()
              .get(30, TimeUnit.SECONDS)
              .forEach((partition, info) -> starts.put(partition, info.offset()));
          return starts;
        });
  }

  /** When the broker got the first record that it still has of each partition, if it has any. */
  static Map<TopicPartition, Instant> times(KafkaLink kafka, Collection<TopicPartition> partitions)
      throws IOException {
    Map<TopicPartition, OffsetSpec> wanted =
        partitions.stream()
            .distinct()
            .collect(Collectors.toMap(partition -> partition, any -> OffsetSpec.forTimestamp(0)));
    return kafka.ask(
        "Partitions " + partitions,
        admin -> {
          Map<TopicPartition, Instant> times = new HashMap<>();
          admin
              .listOffsets(wanted)
              .all()
              .get(30, TimeUnit.SECONDS)
              .forEach(
                  (partition, first) -> {
                    if (first.timestamp() >= 0) {
                      times.put(partition, Instant.ofEpochMilli(first.timestamp()));
                    }
                  });
          return times;
        });
  }

  /**
   * What lies between offsets and the log's start. A partition without an offset was never read,
   * and would have been from its first record on.
   */
  static List<Lost> lost(JsonNode offsets, Map<TopicPartition, Long> starts) {
    List<Lost> lost = new ArrayList<>();
    starts.forEach(
        (partition, start) -> {
          long next =
              offsets
                  .path(partition.topic())
                  .path(Integer.toString(partition.partition()))
                  .asLong(0);
          if (next < start) {
            lost.add(new Lost(partition, next, start));
          }
        });
    return lost;
  }

  /** Offsets for Spark to begin at: all partitions, none before the log's start. */
  public static String startingOffsets(JsonNode offsets, Map<TopicPartition, Long> starts) {
    ObjectNode json = MAPPER.createObjectNode();
    starts.forEach(
        (partition, start) -> {
          String part = Integer.toString(partition.partition());
          long next = offsets.path(partition.topic()).path(part).asLong(start);
          json.withObjectProperty(partition.topic()).put(part, Math.max(next, start));
        });
    return json.toString();
  }

  private static int compare(TopicPartition one, TopicPartition other) {
    int byTopic = one.topic().compareTo(other.topic());
    return byTopic != 0 ? byTopic : Integer.compare(one.partition(), other.partition());
  }
}
