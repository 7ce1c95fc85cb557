package dev.weir.spark.windows;

import dev.weir.schemas.settings.TimeSettings;
import dev.weir.schemas.topic.Topics;
import dev.weir.spark.running.QueryContext;
import dev.weir.spark.running.Sink;
import dev.weir.spark.running.StreamQuery;
import dev.weir.spark.transform.Counts;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Query {@code counts}: tumbling windows over posts. */
public final class CountsQuery implements StreamQuery {

  public CountsQuery() {}

  @Override
  public String name() {
    return "counts";
  }

  @Override
  public List<String> inputs() {
    return List.of(Topics.POSTS);
  }

  @Override
  public Set<String> timeSettings() {
    return Set.of("window", "allowed-lateness", "skew");
  }

  @Override
  public Dataset<Row> live(QueryContext context) {
    return Counts.live(
        context.records(Topics.POSTS, Counts.POST_FIELDS), context.coverage(), context.time());
  }

  @Override
  public Dataset<Row> recomputed(HistoryRows history, Instant since, TimeSettings time) {
    return Counts.recomputed(history.since("posts", "event_time", since.minus(time.skew())), time);
  }

  @Override
  public Compared comparison() {
    return Compared.BY_WINDOW;
  }

  @Override
  public Sink sink(QueryContext context) throws Exception {
    return WindowSink.of(
        name(), context, new Slots(context.time().window(), context.time().window()));
  }
}
