package dev.weir.spark.query;

import static org.apache.spark.sql.functions.col;

import dev.weir.schemas.record.Mention;
import dev.weir.spark.sink.KeyedWriter;
import dev.weir.spark.sink.MarkedTable;
import dev.weir.spark.sink.TopicWriter;
import dev.weir.spark.transform.Mentions;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.streaming.OutputMode;

/**
 * Query {@code mentions}: the join, to the topic, at least once; {@code history} takes it from
 * there to the table, each mention once. A checkpoint that is begun anew reads the whole log to
 * have the join's state again; what the table has is then not written again.
 */
final class MentionsQuery implements QueryPlan.BatchWriter {

  private static final String NAME = Mentions.QUERY;

  private final MarkedTable table;
  private final KeyedWriter topic;
  private final boolean isBegunAnew;

  private MentionsQuery(QueryContext context, KeyedWriter topic) {
    this.table = context.table("mentions");
    this.topic = topic;
    this.isBegunAnew = context.generation() > 1;
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
  public void write(Dataset<Row> rows, long batch) {
    boolean isRepeat = isBegunAnew && batch == 0 && table.exists();
    topic.write(isRepeat ? unwritten(rows) : rows, col("canonical_url"));
  }

  private Dataset<Row> unwritten(Dataset<Row> rows) {
    return rows.join(table.rows().select("mention_id"), new String[] {"mention_id"}, "left_anti");
  }
}
