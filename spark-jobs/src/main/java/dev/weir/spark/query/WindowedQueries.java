package dev.weir.spark.query;

import dev.weir.spark.sink.AggregatesWriter;
import dev.weir.spark.transform.Counts;
import dev.weir.spark.transform.Links;
import dev.weir.spark.transform.Sessions;
import java.time.Instant;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.streaming.OutputMode;

/** The queries that write to {@code aggregates}. */
final class WindowedQueries {

  private WindowedQueries() {}

  static QueryPlan counts(QueryContext context) throws Exception {
    return windowed(
        NamedQuery.COUNTS,
        context,
        Counts.live(
            context.records("posts", Counts.POST_FIELDS), context.coverage(), context.time()));
  }

  static QueryPlan links(QueryContext context) throws Exception {
    return windowed(
        NamedQuery.LINKS,
        context,
        Links.live(
            context.records("mentions", Links.MENTION_FIELDS), context.coverage(), context.time()));
  }

  static QueryPlan sessions(QueryContext context) throws Exception {
    String query = NamedQuery.SESSIONS.text();
    AggregatesWriter writer = writer(query, context);
    Heartbeat heartbeat = new Heartbeat(query, context);
    Instant written = Generations.writtenBefore(query, context);
    return new QueryPlan(
        Sessions.live(
            context.records("mentions", Links.MENTION_FIELDS), context.coverage(), context.time()),
        OutputMode.Append(),
        context.settings().queries().historyTrigger(),
        (rows, batch) -> writer.write(rows, written, context.revision(batch)),
        heartbeat::beat);
  }

  private static QueryPlan windowed(NamedQuery query, QueryContext context, Dataset<Row> numbers)
      throws Exception {
    AggregatesWriter writer = writer(query.text(), context);
    WindowLedger ledger = WindowLedgers.open(query.text(), context);
    if (Generations.succeeds(context)) {
      GenerationHandover.clear(query.text(), context, ledger.finalUntil());
    }
    Heartbeat heartbeat = new Heartbeat(query.text(), context);
    return new QueryPlan(
        numbers,
        OutputMode.Update(),
        context.settings().queries().trigger(),
        (rows, batch) -> {
          long revision = context.revision(batch);
          ledger.wrote(writer.write(rows, ledger.finalUntil(), revision), revision);
        },
        progress -> {
          ledger.dropped(Watermarks.dropped(progress));
          ledger.passed(Watermarks.of(progress));
          heartbeat.beat(progress);
        });
  }

  private static AggregatesWriter writer(String query, QueryContext context) throws Exception {
    return new AggregatesWriter(context.kafka(), query, context.schemaId("aggregates"));
  }
}
