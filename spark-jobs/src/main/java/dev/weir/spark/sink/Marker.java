package dev.weir.spark.sink;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.udf;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF3;
import org.apache.spark.sql.types.DataTypes;

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

  /** The property of a snapshot that names the query. */
  static final String QUERY = "weir.query";

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

  /**
   * Whether everything that was read of a topic up to another marker had been read at this one. The
   * offsets decide, never the batch's number: a restored checkpoint gives old numbers to new rows.
   */
  public boolean covers(Marker other, String topic) {
    return other.tree().path(topic).properties().stream()
        .allMatch(end -> offset(topic, Integer.parseInt(end.getKey())) >= end.getValue().asLong());
  }

  /** Whether it covers another marker in all topics. */
  public boolean covers(Marker other) {
    return other.tree().properties().stream().allMatch(topic -> covers(other, topic.getKey()));
  }

  /** The same marker with offsets that are nowhere behind those of an earlier one. */
  public Marker notBehind(Marker earlier) {
    ObjectNode furthest = (ObjectNode) earlier.tree();
    tree()
        .properties()
        .forEach(
            topic ->
                topic
                    .getValue()
                    .properties()
                    .forEach(
                        end -> {
                          long before =
                              earlier.offset(topic.getKey(), Integer.parseInt(end.getKey()));
                          furthest
                              .withObjectProperty(topic.getKey())
                              .put(end.getKey(), Math.max(before, end.getValue().asLong()));
                        }));
    return new Marker(query, generation, batch, furthest.toString());
  }

  /**
   * Rows that had not been read at this marker.
   *
   * @param rows with {@code kafka_topic}, {@code kafka_partition} and {@code kafka_offset}
   */
  public Dataset<Row> unread(Dataset<Row> rows) {
    Map<String, Map<Integer, Long>> ends = new HashMap<>();
    tree()
        .properties()
        .forEach(
            topic ->
                topic
                    .getValue()
                    .properties()
                    .forEach(
                        end ->
                            ends.computeIfAbsent(topic.getKey(), name -> new HashMap<>())
                                .put(Integer.valueOf(end.getKey()), end.getValue().asLong())));
    UDF3<String, Integer, Long, Boolean> isUnread =
        (topic, partition, offset) ->
            offset >= ends.getOrDefault(topic, Map.of()).getOrDefault(partition, 0L);
    return rows.where(
        udf(isUnread, DataTypes.BooleanType)
            .apply(col("kafka_topic"), col("kafka_partition"), col("kafka_offset")));
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
