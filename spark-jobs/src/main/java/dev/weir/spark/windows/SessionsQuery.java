package dev.weir.spark.windows;

import dev.weir.schemas.settings.TimeSettings;
import dev.weir.schemas.topic.Topics;
import dev.weir.spark.running.CoverageGaps;
import dev.weir.spark.running.DroppedAsGap;
import dev.weir.spark.running.Generations;
import dev.weir.spark.running.Heartbeat;
import dev.weir.spark.running.QueryContext;
import dev.weir.spark.running.Sink;
import dev.weir.spark.running.StreamQuery;
import dev.weir.spark.sink.AggregatesWriter;
import dev.weir.spark.transform.Links;
import dev.weir.spark.transform.Sessions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.streaming.OutputMode;

/** Query {@code sessions}: discussions of a link. */
public final class SessionsQuery implements StreamQuery {

  /** Longer than any session that is compared: how far back a session's mentions are read. */
  private static final Duration LONGEST = Duration.ofDays(1);

  public SessionsQuery() {}

  @Override
  public String name() {
    return "sessions";
  }

  @Override
  public List<String> inputs() {
    return List.of(Topics.MENTIONS);
  }

  @Override
  public Set<String> timeSettings() {
    return Set.of("session-gap");
  }

  @Override
  public Dataset<Row> live(QueryContext context) {
    return Sessions.live(
        context.records(Topics.MENTIONS, Links.MENTION_FIELDS), context.coverage(), context.time());
  }

  @Override
  public Dataset<Row> recomputed(HistoryRows history, Instant since, TimeSettings time) {
    return Sessions.recomputed(history.since("mentions", "event_time", since.minus(LONGEST)), time);
  }

  @Override
  public Compared comparison() {
    return Compared.BY_SESSION;
  }

  @Override
  public Sink sink(QueryContext context) throws Exception {
    AggregatesWriter writer =
        new AggregatesWriter(
            context.writer(Topics.AGGREGATES), name(), context.schemaId(Topics.AGGREGATES));
    Heartbeat heartbeat = new Heartbeat(name(), context);
    Instant written = Generations.writtenBefore(name(), context);
    return new Sink(
        OutputMode.Append(),
        context.settings().queries().historyTrigger(),
        new DroppedAsGap(
            (rows, batch) -> writer.write(rows, written, context.revision(batch)),
            new CoverageGaps(name(), context)::tell,
            context.time().sessionGap()),
        heartbeat::beat);
  }
}
