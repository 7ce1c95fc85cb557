package dev.weir.spark.sink;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.weir.spark.stack.KafkaLink;
import java.io.IOException;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * Which log offsets belong to. Offsets of another cluster, or of a topic that was deleted and made
 * anew, count other records: to go on from them would leave records out or write them twice.
 *
 * @param cluster id of the Kafka cluster; empty if unknown
 * @param topics ids of topics, by their names on the broker
 */
public record LogIdentity(String cluster, Map<String, String> topics) {

  /** Of versions that did not keep it. */
  public static final LogIdentity UNKNOWN = new LogIdentity("", Map.of());

  private static final ObjectMapper MAPPER = new ObjectMapper();

  public LogIdentity {
    topics = Map.copyOf(topics);
  }

  /** What the broker says of some topics. */
  public static LogIdentity of(KafkaLink kafka, Collection<String> topics) throws IOException {
    return kafka.ask(
        "Topics " + topics,
        admin -> {
          Map<String, String> ids = new TreeMap<>();
          admin
              .describeTopics(topics)
              .allTopicNames()
              .get(30, TimeUnit.SECONDS)
              .forEach((name, topic) -> ids.put(name, topic.topicId().toString()));
          return new LogIdentity(
              admin.describeCluster().clusterId().get(30, TimeUnit.SECONDS), ids);
        });
  }

  /**
   * How another log differs from this one, as the middle of a sentence; empty if it does not, as
   * far as both are known.
   */
  public Optional<String> differenceTo(LogIdentity other) {
    if (!cluster.isEmpty() && !other.cluster.isEmpty() && !cluster.equals(other.cluster)) {
      return Optional.of(
          "the Kafka cluster with the id %s, got: %s".formatted(cluster, other.cluster));
    }
    return new TreeMap<>(topics)
        .entrySet().stream()
            .filter(
                topic -> {
                  String id = other.topics.get(topic.getKey());
                  return id != null && !id.equals(topic.getValue());
                })
            .findFirst()
            .map(
                topic ->
                    "the topic %s with the id %s, got: %s, a topic that was made anew"
                        .formatted(
                            topic.getKey(), topic.getValue(), other.topics.get(topic.getKey())));
  }

  /** As JSON. */
  public String text() {
    return MAPPER
        .createObjectNode()
        .put("cluster", cluster)
        .set("topics", MAPPER.valueToTree(new TreeMap<>(topics)))
        .toString();
  }

  /** Reads {@link #text}; what is no such text is unknown. */
  public static LogIdentity parse(String text) {
    try {
      JsonNode node = MAPPER.readTree(text);
      Map<String, String> topics = new TreeMap<>();
      node.path("topics")
          .properties()
          .forEach(topic -> topics.put(topic.getKey(), topic.getValue().asText()));
      return new LogIdentity(node.path("cluster").asText(""), topics);
    } catch (JsonProcessingException e) {
      return UNKNOWN;
    }
  }
}
