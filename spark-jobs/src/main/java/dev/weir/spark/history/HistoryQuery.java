package dev.weir.spark.history;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat_ws;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import dev.weir.schemas.registry.RegistryUnavailableException;
import dev.weir.schemas.settings.TimeSettings;
import dev.weir.schemas.topic.Topics;
import dev.weir.spark.decode.Decoding;
import dev.weir.spark.running.EarliestOffsets;
import dev.weir.spark.running.QueryContext;
import dev.weir.spark.running.Sink;
import dev.weir.spark.running.StreamQuery;
import dev.weir.spark.sink.Marker;
import dev.weir.spark.transform.Deduplicator;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.streaming.DataStreamReader;
import org.apache.spark.sql.streaming.OutputMode;

/**
 * Query {@code history}: every post, page and mention, late and future ones too, each once, to the
 * tables; what cannot be decoded, to {@code dead-letters}. Without a checkpoint it goes on where
 * the tables end.
 */
public final class HistoryQuery implements StreamQuery {

  static final String NAME = "history";

  private static final String[] TOPICS = {Topics.POSTS, Topics.PAGES, Topics.MENTIONS};
  private static final int RAW_BYTES = 1 << 20;

  public HistoryQuery() {}

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public List<String> inputs() {
    return List.of(TOPICS);
  }

  @Override
  public Dataset<Row> live(QueryContext context) throws Exception {
    Markers markers = HistoryTables.markers(NAME, context);
    Dataset<Row> records = decoded(context.parts(source(context, markers.whole()).load()), context);
    boolean goesOnWithoutCheckpoint =
        !markers.byTable().isEmpty() && context.checkpoint().committedOffsets().isEmpty();
    return goesOnWithoutCheckpoint
        ? Deduplicator.of(records, KnownIdentities.inTables(context))
        : Deduplicator.of(records);
  }

  @Override
  public Dataset<Row> recomputed(HistoryRows history, Instant since, TimeSettings time) {
    throw new UnsupportedOperationException("Query history computes nothing");
  }

  @Override
  public Compared comparison() {
    return Compared.NOT;
  }

  @Override
  public Sink sink(QueryContext context) throws Exception {
    return new Sink(
        OutputMode.Append(),
        context.settings().queries().historyTrigger(),
        HistoryWriter.create(context),
        progress -> {});
  }

  @Override
  public Optional<Markers> markers(QueryContext context) {
    return Optional.of(HistoryTables.markers(NAME, context));
  }

  private static DataStreamReader source(QueryContext context, Optional<Marker> marker)
      throws Exception {
    DataStreamReader source =
        context
            .source(TOPICS)
            .option("maxOffsetsPerTrigger", context.settings().queries().maxOffsetsPerTrigger());
    if (marker.isEmpty()) {
      return source;
    }
    List<String> topics = Arrays.stream(TOPICS).map(context.kafka()::topic).toList();
    // Counts only where there is no checkpoint.
    return source.option(
        "startingOffsets",
        EarliestOffsets.startingOffsets(
            marker.get().tree(), EarliestOffsets.of(context.kafka(), topics)));
  }

  /**
   * Records of all topics side by side: {@code post}, {@code page} or {@code mention} is set, or
   * the error.
   */
  static Dataset<Row> decoded(Dataset<Row> kafka, QueryContext context)
      throws RegistryUnavailableException {
    Dataset<Row> records = kafka;
    for (String topic : TOPICS) {
      Column record =
          Decoding.decode(col("value"), KeptSchemas.of(topic, context), context.schemas());
      Column isOfTopic = col("topic").equalTo(context.kafka().topic(topic));
      records = records.withColumn(topic, when(isOfTopic, record));
    }
    return records.select(
        identity().as("identity"),
        col("topic").as("kafka_topic"),
        col("partition").as("kafka_partition"),
        col("offset").as("kafka_offset"),
        col("timestamp").as("kafka_timestamp"),
        col("posts.value").as("post"),
        col("pages.value").as("page"),
        col("mentions.value").as("mention"),
        any("schema_id").as("schema_id"),
        any("error_type").as("error_type"),
        any("error").as("error"),
        when(any("ok").equalTo(false), col("value").substr(1, RAW_BYTES)).as("raw"));
  }

  /** A field of what was decoded, whichever topic it is of. */
  private static Column any(String field) {
    return coalesce(
        Arrays.stream(TOPICS).map(topic -> col(topic + "." + field)).toArray(Column[]::new));
  }

  private static Column identity() {
    return when(col("posts.ok"), KnownIdentities.post("posts.value."))
        .when(col("pages.ok"), KnownIdentities.page("pages.value."))
        .when(col("mentions.ok"), KnownIdentities.mention("mentions.value."))
        .otherwise(concat_ws("|", lit("dead"), col("topic"), col("partition"), col("offset")));
  }
}
