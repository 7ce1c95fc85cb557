package dev.weir.spark.query;

import static org.apache.spark.sql.functions.col;

import dev.weir.schemas.record.Mention;
import dev.weir.spark.sink.KeyedWriter;
import dev.weir.spark.sink.MarkedTable;
import dev.weir.spark.sink.Marker;
import dev.weir.spark.sink.TopicWriter;
import dev.weir.spark.transform.Mentions;
import java.util.Arrays;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.streaming.OutputMode;
import org.apache.spark.storage.StorageLevel;

/**
 * Query {@code mentions}: the join, to the topic (at least once, first, since others wait for it)
 * and to the table (once). A checkpoint that is begun anew reads the whole log to have the join's
 * state again; what the table has is then not written again.
 */
final class MentionsQuery implements QueryPlan.BatchWriter {

  private static final String NAME = Mentions.QUERY;

  private final QueryContext context;
  private final MarkedTable table;
  private final KeyedWriter topic;
  private final Column[] columns;
  private Optional<Marker> last;

  private MentionsQuery(QueryContext context, KeyedWriter topic) {
    this.context = context;
    this.table = HistoryTables.createMentions(context);
    this.topic = topic;
    this.last = table.lastMarker(NAME);
    this.columns =
        Arrays.stream(HistoryTables.mentions(context.topics()).fieldNames())
            .map(functions::col)
            .toArray(Column[]::new);
  }

  static QueryPlan plan(QueryContext context) throws Exception {
    MentionsQuery writer =
        new MentionsQuery(
            context,
            new KeyedWriter(
                TopicWriter.to(context.kafka(), "mentions"),
                Mention.getClassSchema(),
                context.schemaId("mentions")));
    Heartbeat heartbeat = new Heartbeat(NAME, context);
    return new QueryPlan(
        Mentions.live(
            context.records("posts", Mentions.POST_FIELDS),
            context.records("pages", Mentions.PAGE_FIELDS),
            context.coverage(),
            context.time()),
        OutputMode.Append(),
        context.settings().queries().trigger(),
        writer,
        heartbeat::beat);
  }

  @Override
  public void write(Dataset<Row> rows, long batch) throws Exception {
    Marker marker =
        new Marker(
            NAME, context.generation(), batch, context.checkpoint().offsets(batch).orElse("{}"));
    if (last.filter(done -> done.covers(marker)).isPresent()) {
      return;
    }
    Dataset<Row> batchRows = unwritten(rows, batch).select(columns);
    batchRows.persist(StorageLevel.MEMORY_AND_DISK());
    try {
      if (topic.write(batchRows, col("canonical_url")) > 0) {
        table.append(batchRows.coalesce(1), marker);
        last = Optional.of(marker);
      }
    } finally {
      batchRows.unpersist();
    }
  }

  private Dataset<Row> unwritten(Dataset<Row> rows, long batch) {
    boolean isRepeat = batch == 0 && last.isPresent();
    return isRepeat
        ? rows.join(table.rows().select("mention_id"), new String[] {"mention_id"}, "left_anti")
        : rows;
  }
}
