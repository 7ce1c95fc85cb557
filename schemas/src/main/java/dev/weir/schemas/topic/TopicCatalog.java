package dev.weir.schemas.topic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.weir.schemas.record.Post;
import dev.weir.schemas.settings.Durations;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;

/** The topics of Weir, as {@code topics.yaml} lists them. Immutable. */
public final class TopicCatalog {
  private static final String RECORDS = Post.class.getPackageName() + ".";

  private final int shards;
  private final List<Topic> topics;

  private TopicCatalog(int shards, List<Topic> topics) {
    this.shards = shards;
    this.topics = List.copyOf(topics);
  }

  /** Reads the catalogue that belongs to this version of Weir. */
  public static TopicCatalog load() {
    try (InputStream in =
        Objects.requireNonNull(TopicCatalog.class.getResourceAsStream("topics.yaml"))) {
      return parse(new YAMLMapper().readTree(in));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static TopicCatalog parse(JsonNode root) {
    int shards = root.required("shards").intValue();
    List<Topic> topics = new ArrayList<>();
    root.required("topics")
        .properties()
        .forEach(entry -> topics.add(topic(entry.getKey(), entry.getValue(), shards)));
    return new TopicCatalog(shards, topics);
  }

  private static Topic topic(String name, JsonNode node, int shards) {
    boolean sharded = node.path("sharded").booleanValue();
    int partitions = node.required("partitions").intValue();
    if (sharded && partitions != shards) {
      throw new IllegalStateException(
          "Expected "
              + shards
              + " partitions of the sharded topic "
              + name
              + ", got: "
              + partitions);
    }
    Optional<Duration> retention =
        node.has("retention")
            ? Optional.of(Durations.parse(node.get("retention").textValue()))
            : Optional.empty();
    return new Topic(
        name,
        node.required("key").textValue(),
        schema(node.required("value").textValue()),
        partitions,
        retention,
        node.path("compact").booleanValue(),
        sharded);
  }

  private static Schema schema(String record) {
    try {
      return SpecificData.get().getSchema(Class.forName(RECORDS + record));
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException("Expected a schema for the record " + record, e);
    }
  }

  /** The topic of a name without prefix. */
  public Topic topic(String name) {
    return topics.stream()
        .filter(topic -> topic.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "Expected one of "
                        + topics.stream().map(Topic::name).toList()
                        + ", got: "
                        + name));
  }

  public List<Topic> topics() {
    return topics;
  }

  /** The number of shards, which can never change. */
  public int shards() {
    return shards;
  }
}
