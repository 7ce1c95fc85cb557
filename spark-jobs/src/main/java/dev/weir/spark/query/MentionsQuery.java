package dev.weir.spark.query;

import static org.apache.spark.sql.functions.col;

import dev.weir.schemas.TimeSettings;
import dev.weir.schemas.record.Mention;
import dev.weir.spark.running.Heartbeat;
import dev.weir.spark.running.QueryContext;
import dev.weir.spark.running.Sink;
import dev.weir.spark.running.StreamQuery;
import dev.weir.spark.sink.KeyedWriter;
import dev.weir.spark.sink.MarkedTable;
import dev.weir.spark.transform.Mentions;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.streaming.OutputMode;

/**
 * Query {@code mentions}: the join, to the topic, at least once; {@code history} takes it from
 * there to the table, each mention once. A checkpoint that is begun anew reads the whole log to
 * have the join's state again; what the table has is then not written again.
 */
public final class MentionsQuery implements StreamQuery {

  public MentionsQuery() {}

  @Override
  public String name() {
    return Mentions.QUERY;
  }

  @Override
  public List<String> inputs() {
    return List.of("posts", "pages");
  }

  @Override
  public Set<String> timeSettings() {
    return Set.of("join-window", "allowed-lateness", "skew");
  }

  @Override
  public Dataset<Row> live(QueryContext context) {
    return Mentions.live(
        context.records("posts", Mentions.POST_FIELDS),
        context.records("pages", Mentions.PAGE_FIELDS),
        context.coverage(),
        context.time());
  }

  @Override
  public Dataset<Row> recomputed(HistoryRows history, Instant since, TimeSettings time) {
    Instant from = since.minus(time.joinWindow());
    return Mentions.recomputed(
        history.since("posts", "event_time", from),
        history.since("pages", "first_observed_at", from),
        time);
  }

  @Override
  public Compared comparison() {
    return Compared.BY_ROW;
  }

  @Override
  public Sink sink(QueryContext context) throws Exception {
    KeyedWriter topic =
        new KeyedWriter(
            context.writer("mentions"), Mention.getClassSchema(), context.schemaId("mentions"));
    MarkedTable table = context.table("mentions");
    boolean isBegunAnew = context.generation() > 1;
    Heartbeat heartbeat = new Heartbeat(name(), context);
    return new Sink(
        OutputMode.Append(),
        context.settings().queries().trigger(),
        (rows, batch) -> {
          boolean isRepeat = isBegunAnew && batch == 0 && table.exists();
          topic.write(isRepeat ? unwritten(rows, table) : rows, col("canonical_url"));
        },
        heartbeat::beat);
  }

  private static Dataset<Row> unwritten(Dataset<Row> rows, MarkedTable table) {
    return rows.join(table.rows().select("mention_id"), new String[] {"mention_id"}, "left_anti");
  }
}
