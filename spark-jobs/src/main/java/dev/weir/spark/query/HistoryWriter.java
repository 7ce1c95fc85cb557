package dev.weir.spark.query;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat_ws;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.current_timestamp;
import static org.apache.spark.sql.functions.lit;

import dev.weir.schemas.record.DeadLetter;
import dev.weir.spark.sink.KeyedWriter;
import dev.weir.spark.sink.MarkedTable;
import dev.weir.spark.sink.Marker;
import dev.weir.spark.sink.TopicWriter;
import dev.weir.spark.transform.TimeStatusColumn;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.storage.StorageLevel;

/**
 * Writes a batch of {@code history}: dead letters, then pages, then posts. The table of posts gets
 * a marker with every batch, so that a batch whose marker it has is written whole; the others are
 * looked at one by one.
 */
final class HistoryWriter implements QueryPlan.BatchWriter {

  private static final String NAME = NamedQuery.HISTORY.text();

  private final QueryContext context;
  private final MarkedTable posts;
  private final MarkedTable pages;
  private final KeyedWriter deadLetters;
  private Optional<Marker> postsMarker;
  private Optional<Marker> pagesMarker;

  private HistoryWriter(QueryContext context, KeyedWriter deadLetters) {
    this.context = context;
    this.posts = HistoryTables.createPosts(context);
    this.pages = HistoryTables.createPages(context);
    this.deadLetters = deadLetters;
    this.postsMarker = posts.lastMarker(NAME);
    this.pagesMarker = pages.lastMarker(NAME);
  }

  /** Creates the tables where they are missing. */
  static HistoryWriter create(QueryContext context) throws Exception {
    return new HistoryWriter(
        context,
        new KeyedWriter(
            TopicWriter.to(context.kafka(), "dead-letters"),
            DeadLetter.getClassSchema(),
            context.schemaId("dead-letters")));
  }

  /** The marker of the last batch that is written whole. */
  Optional<Marker> lastMarker() {
    return postsMarker;
  }

  @Override
  public void write(Dataset<Row> rows, long batch) throws Exception {
    String offsets =
        context
            .checkpoint()
            .offsets(batch)
            .orElseThrow(() -> new IllegalStateException("Expected the offsets of batch " + batch));
    Marker marker = new Marker(NAME, context.generation(), batch, offsets);
    if (postsMarker.filter(last -> last.covers(marker)).isPresent()) {
      return;
    }
    rows.persist(StorageLevel.MEMORY_AND_DISK());
    try {
      writeAll(rows, marker);
    } finally {
      rows.unpersist();
    }
  }

  private void writeAll(Dataset<Row> rows, Marker marker) {
    Row counts = rows.agg(count(col("post")), count(col("page")), count(col("error_type"))).head();
    if (counts.getLong(2) > 0) {
      deadLetters.write(letters(rows), letterKey());
    }
    if (counts.getLong(1) > 0 && pagesMarker.filter(last -> last.covers(marker)).isEmpty()) {
      pages.append(pageRows(unwritten(rows, pagesMarker)), marker);
      pagesMarker = Optional.of(marker);
    }
    if (counts.getLong(0) > 0) {
      posts.append(postRows(rows), marker);
    } else {
      posts.mark(marker);
    }
    postsMarker = Optional.of(marker);
  }

  /** After a lost checkpoint, a table may be a batch ahead of the offsets that were taken. */
  private Dataset<Row> unwritten(Dataset<Row> rows, Optional<Marker> marker) {
    if (marker.isEmpty() || marker.get().generation() == context.generation()) {
      return rows;
    }
    Column isNew = lit(true);
    var topics = marker.get().tree().properties().iterator();
    while (topics.hasNext()) {
      var topic = topics.next();
      for (var partition : topic.getValue().properties()) {
        Column isThere =
            col("kafka_topic")
                .equalTo(topic.getKey())
                .and(col("kafka_partition").equalTo(Integer.parseInt(partition.getKey())))
                .and(col("kafka_offset").lt(partition.getValue().asLong()));
        isNew = isNew.and(isThere.equalTo(false));
      }
    }
    return rows.where(isNew);
  }

  private Dataset<Row> postRows(Dataset<Row> rows) {
    return rows.where(col("post").isNotNull())
        .select(
            col("post.*"),
            status("post.event_time", "post.observed_at"),
            col("kafka_partition"),
            col("kafka_offset"));
  }

  private Dataset<Row> pageRows(Dataset<Row> rows) {
    return rows.where(col("page").isNotNull())
        .select(
            col("page.*"),
            status("page.first_observed_at", "page.observed_at"),
            col("kafka_partition"),
            col("kafka_offset"));
  }

  private Column status(String event, String observed) {
    return TimeStatusColumn.of(context.time(), col(event), col(observed)).as("time_status");
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
    return concat_ws("|", col("topic"), col("partition"), col("offset"));
  }
}
