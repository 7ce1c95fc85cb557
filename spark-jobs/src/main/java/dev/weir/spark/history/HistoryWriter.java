package dev.weir.spark.history;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_set;
import static org.apache.spark.sql.functions.concat_ws;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.current_timestamp;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.when;

import dev.weir.schemas.record.DeadLetter;
import dev.weir.schemas.registry.RegistryUnavailableException;
import dev.weir.schemas.topic.Keys;
import dev.weir.schemas.topic.Topics;
import dev.weir.spark.running.QueryContext;
import dev.weir.spark.running.RefusedException;
import dev.weir.spark.running.RestartException;
import dev.weir.spark.running.Sink;
import dev.weir.spark.sink.KeyedWriter;
import dev.weir.spark.sink.MarkedTable;
import dev.weir.spark.sink.Marker;
import dev.weir.spark.transform.TimeStatusColumn;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.avro.Schema;
import org.apache.spark.api.java.function.ForeachPartitionFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.storage.StorageLevel;

/**
 * Writes a batch of {@code history}: dead letters, then pages and mentions, then posts. Each table
 * takes the rows that lie behind the offsets of its own marker, so that neither a repeated batch
 * nor a restored checkpoint writes a row twice or leaves one out. The table of posts gets a marker
 * with every batch: what it covers was written whole.
 */
final class HistoryWriter implements Sink.BatchWriter {

  private static final String NAME = HistoryQuery.NAME;

  private final QueryContext context;
  private final HistoryTable posts;
  private final HistoryTable pages;
  private final HistoryTable mentions;
  private final KeyedWriter deadLetters;
  private final WriterSchemas schemas;

  /** What the tables hold, by topic. */
  private final Map<String, Schema> kept;

  private HistoryWriter(QueryContext context, KeyedWriter deadLetters)
      throws IOException, RefusedException {
    this.context = context;
    Schema post = KeptSchemas.of(Topics.POSTS, context);
    Schema page = KeptSchemas.of(Topics.PAGES, context);
    Schema mention = KeptSchemas.of(Topics.MENTIONS, context);
    this.kept = Map.of(Topics.POSTS, post, Topics.PAGES, page, Topics.MENTIONS, mention);
    this.posts = table(context, HistoryTables.createPosts(context, post), Topics.POSTS);
    this.pages = table(context, HistoryTables.createPages(context, page), Topics.PAGES);
    this.mentions = table(context, HistoryTables.createMentions(context, mention), Topics.MENTIONS);
    this.deadLetters = deadLetters;
    this.schemas = new WriterSchemas(context.schemas());
  }

  private static HistoryTable table(QueryContext context, MarkedTable table, String topic)
      throws IOException, RefusedException {
    // First, so that the marker that is read then is the last one of any earlier owner.
    table.claim(NAME, context.checkpoint().log());
    return new HistoryTable(
        table, context.kafka().topic(topic), NAME, context.settings().queries().keptSnapshots());
  }

  /** Creates the tables where they are missing. */
  static HistoryWriter create(QueryContext context) throws Exception {
    return new HistoryWriter(
        context,
        new KeyedWriter(
            context.writer(Topics.DEAD_LETTERS),
            DeadLetter.getClassSchema(),
            context.schemaId(Topics.DEAD_LETTERS)));
  }

  @Override
  public Map<String, Object> facts() {
    List<String> unknown = schemas.unknownFields();
    return unknown.isEmpty() ? Map.of() : Map.of("unknown_fields", unknown);
  }

  @Override
  public void write(Dataset<Row> rows, long batch) throws Exception {
    String offsets =
        context
            .checkpoint()
            .offsets(batch)
            .orElseThrow(() -> new IllegalStateException("Expected the offsets of batch " + batch));
    Marker marker = new Marker(NAME, context.generation(), batch, offsets);
    if (posts.isMarked(marker) && pages.has(marker) && mentions.has(marker)) {
      // The batch is written, but its state is committed only by those who read it to its end.
      rows.foreachPartition(
          (ForeachPartitionFunction<Row>) part -> part.forEachRemaining(row -> {}));
      return;
    }
    rows.persist(StorageLevel.MEMORY_AND_DISK());
    try {
      writeAll(rows, marker);
    } finally {
      rows.unpersist();
    }
  }

  private void writeAll(Dataset<Row> rows, Marker marker)
      throws RegistryUnavailableException, RestartException {
    Row counts =
        rows.agg(
                count(col("post")),
                count(col("page")),
                count(col("mention")),
                count(col("error_type")),
                collect_set(
                    when(col("error_type").isNull(), struct(col("kafka_topic"), col("schema_id")))))
            .head();
    for (Row written : counts.<Row>getList(4)) {
      String topic = written.getString(0).substring(context.kafka().prefix().length());
      saw(topic, written.getInt(1), Objects.requireNonNull(kept.get(topic)));
    }
    if (counts.getLong(3) > 0 && !posts.isMarked(marker)) {
      deadLetters.write(letters(posts.unread(rows)), letterKey());
    }
    if (counts.getLong(1) > 0 && !pages.has(marker)) {
      Column status = status("page.first_observed_at", "page.observed_at");
      pages.append(rows, unread -> placed(unread, "page", status), marker);
    }
    if (counts.getLong(2) > 0 && !mentions.has(marker)) {
      mentions.append(rows, unread -> placed(unread, "mention"), marker);
    }
    if (posts.isMarked(marker)) {
      return;
    }
    if (counts.getLong(0) > 0) {
      Column status = status("post.event_time", "post.observed_at");
      posts.append(rows, unread -> placed(unread, "post", status), marker);
    } else {
      posts.mark(marker);
    }
  }

  /**
   * Takes note of a schema that wrote records of a topic. Nothing of the batch is written yet.
   *
   * @throws RestartException if it has fields that the tables can take from a new start on
   */
  private void saw(String topic, int id, Schema read)
      throws RegistryUnavailableException, RestartException {
    if (!schemas.isNew(id)) {
      return;
    }
    boolean isAllRead = schemas.unknown(id, read).isEmpty();
    if (!isAllRead && !KeptSchemas.of(topic, context).equals(read)) {
      throw new RestartException(
          "Starts again to keep further fields that writers of %s have".formatted(topic));
    }
    schemas.saw(topic, id, read);
  }

  private Column status(String event, String observed) {
    return TimeStatusColumn.of(context.time(), col(event), col(observed)).as("time_status");
  }

  /** A record's fields, further ones, and its place in the log. */
  private static Dataset<Row> placed(Dataset<Row> rows, String record, Column... more) {
    List<Column> columns = new ArrayList<>(List.of(col(record + ".*")));
    columns.addAll(List.of(more));
    columns.addAll(List.of(col("kafka_partition"), col("kafka_offset")));
    return rows.where(col(record).isNotNull()).select(columns.toArray(Column[]::new));
  }

  private static Dataset<Row> letters(Dataset<Row> rows) {
    return rows.where(col("error_type").isNotNull())
        .select(
            lit("kafka").as("origin"),
            col("kafka_topic").as("topic"),
            col("kafka_partition").as("partition"),
            col("kafka_offset").as("offset"),
            lit(null).cast("string").as("source"),
            lit(null).cast("string").as("item"),
            col("error_type"),
            coalesce(col("error"), lit("")).as("error_message"),
            coalesce(col("raw"), lit(new byte[0])).as("raw"),
            current_timestamp().as("observed_at"));
  }

  /** As {@code Keys.deadLetter}. */
  private static Column letterKey() {
    return concat_ws(Keys.SEPARATOR, col("topic"), col("partition"), col("offset"));
  }
}
