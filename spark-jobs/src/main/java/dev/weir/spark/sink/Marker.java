package dev.weir.spark.sink;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Optional;

/**
 * What a table's snapshot says of the batch that made it. It is looked for before a batch is
 * written, so that a batch that is replayed is not written twice; and it can stand in for a lost
 * checkpoint.
 *
 * @param query the named query
 * @param generation of its checkpoint
 * @param batch its number in that checkpoint
 * @param offsets up to where the sources had been read, exclusive, as Spark writes it: {@code
 *     {"topic": {"partition": offset}}}
 */
public record Marker(String query, long generation, long batch, String offsets) {

  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final String QUERY = "weir.query";
  private static final String GENERATION = "weir.generation";
  private static final String BATCH = "weir.batch";
  private static final String OFFSETS = "weir.offsets";

  /** As properties of a snapshot. */
  public Map<String, String> properties() {
    return Map.of(QUERY, query, GENERATION, "" + generation, BATCH, "" + batch, OFFSETS, offsets);
  }

  /** The marker of a query in a snapshot's summary. */
  public static Optional<Marker> of(Map<String, String> summary, String query) {
    String offsets = summary.get(OFFSETS);
    if (!query.equals(summary.get(QUERY)) || offsets == null) {
      return Optional.empty();
    }
    return Optional.of(
        new Marker(
            query,
            Long.parseLong(summary.getOrDefault(GENERATION, "0")),
            Long.parseLong(summary.getOrDefault(BATCH, "0")),
            offsets));
  }

  /** Whether what it marks comprises a batch. */
  public boolean covers(Marker other) {
    return generation > other.generation
        || (generation == other.generation && batch >= other.batch);
  }

  /** Up to where a partition had been read, exclusive; -1 where nothing is said of it. */
  public long offset(String topic, int partition) {
    return tree().path(topic).path(Integer.toString(partition)).asLong(-1);
  }

  /** The offsets of all topics and partitions. */
  public JsonNode tree() {
    return parse(offsets);
  }

  /** Joins the offsets of several sources. */
  public static String merge(Iterable<String> offsets) {
    ObjectNode merged = MAPPER.createObjectNode();
    offsets.forEach(
        text ->
            parse(text)
                .properties()
                .forEach(
                    topic ->
                        merged
                            .withObjectProperty(topic.getKey())
                            .setAll((ObjectNode) topic.getValue())));
    return merged.toString();
  }

  private static JsonNode parse(String text) {
    try {
      return MAPPER.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("Expected offsets as JSON, got: " + text, e);
    }
  }
}
