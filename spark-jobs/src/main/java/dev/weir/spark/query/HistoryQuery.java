package dev.weir.spark.query;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.concat_ws;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import dev.weir.spark.decode.Decoding;
import dev.weir.spark.sink.Marker;
import dev.weir.spark.transform.FirstOfIdentity;
import dev.weir.spark.transform.Identities;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.streaming.DataStreamReader;
import org.apache.spark.sql.streaming.OutputMode;

/**
 * Query {@code history}: every post and page, late and future ones too, each once, to the tables;
 * what cannot be decoded, to {@code dead-letters}. Without a checkpoint it goes on where the tables
 * end.
 */
final class HistoryQuery {

  private static final int RAW_BYTES = 1 << 20;

  private HistoryQuery() {}

  static QueryPlan plan(QueryContext context) throws Exception {
    HistoryWriter writer = HistoryWriter.create(context);
    Dataset<Row> records =
        decoded(context.parts(source(context, writer.lastMarker()).load()), context);
    return new QueryPlan(
        FirstOfIdentity.of(records),
        OutputMode.Append(),
        context.settings().queries().historyTrigger(),
        writer,
        progress -> {});
  }

  private static DataStreamReader source(QueryContext context, Optional<Marker> marker)
      throws Exception {
    DataStreamReader source =
        context
            .source("posts", "pages")
            .option("maxOffsetsPerTrigger", context.settings().queries().maxOffsetsPerTrigger());
    if (marker.isEmpty()) {
      return source;
    }
    List<String> topics = List.of(context.kafka().topic("posts"), context.kafka().topic("pages"));
    // Counts only where there is no checkpoint.
    return source.option(
        "startingOffsets",
        LogStart.startingOffsets(marker.get().tree(), LogStart.of(context.kafka(), topics)));
  }

  /** Records of both topics side by side: {@code post} or {@code page} is set, or the error. */
  static Dataset<Row> decoded(Dataset<Row> kafka, QueryContext context) {
    Column isPost = col("topic").equalTo(context.kafka().topic("posts"));
    Column post = Decoding.decode(col("value"), schema(context, "posts"), context.schemas());
    Column page = Decoding.decode(col("value"), schema(context, "pages"), context.schemas());
    return kafka
        .withColumn("p", when(isPost, post))
        .withColumn("g", when(isPost.equalTo(false), page))
        .select(
            identity().as("identity"),
            col("topic").as("kafka_topic"),
            col("partition").as("kafka_partition"),
            col("offset").as("kafka_offset"),
            col("p.value").as("post"),
            col("g.value").as("page"),
            coalesce(col("p.error_type"), col("g.error_type")).as("error_type"),
            coalesce(col("p.error"), col("g.error")).as("error"),
            when(
                    coalesce(col("p.ok"), col("g.ok")).equalTo(false),
                    col("value").substr(1, RAW_BYTES))
                .as("raw"));
  }

  private static Column identity() {
    Column post =
        Identities.post(col("p.value.network"), col("p.value.id"), col("p.value.version"));
    Column page =
        Identities.page(
            col("g.value.url"),
            col("g.value.revision"),
            col("g.value.outcome"),
            col("g.value.aliases"));
    return when(col("p.ok"), concat(lit("post|"), post))
        .when(col("g.ok"), concat(lit("page|"), page))
        .otherwise(concat_ws("|", lit("dead"), col("topic"), col("partition"), col("offset")));
  }

  private static org.apache.avro.Schema schema(QueryContext context, String topic) {
    return context.topics().topic(topic).valueSchema();
  }
}
