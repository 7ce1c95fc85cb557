package dev.weir.spark.windows;

import dev.weir.schemas.settings.TimeSettings;
import dev.weir.schemas.topic.Topics;
import dev.weir.spark.running.QueryContext;
import dev.weir.spark.running.Sink;
import dev.weir.spark.running.StreamQuery;
import dev.weir.spark.transform.Links;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Query {@code links}: hopping windows over mentions. */
public final class LinksQuery implements StreamQuery {

  public LinksQuery() {}

  @Override
  public String name() {
    return "links";
  }

  @Override
  public List<String> inputs() {
    return List.of(Topics.MENTIONS);
  }

  @Override
  public Set<String> timeSettings() {
    return Set.of("hop-size", "hop-slide");
  }

  @Override
  public Dataset<Row> live(QueryContext context) {
    return Links.live(
        context.records(Topics.MENTIONS, Links.MENTION_FIELDS), context.coverage(), context.time());
  }

  @Override
  public Dataset<Row> recomputed(HistoryRows history, Instant since, TimeSettings time) {
    return Links.recomputed(history.since("mentions", "event_time", since), time);
  }

  @Override
  public Compared comparison() {
    return Compared.BY_WINDOW;
  }

  @Override
  public Sink sink(QueryContext context) throws Exception {
    return WindowSink.of(
        name(), context, new Slots(context.time().hopSize(), context.time().hopSlide()));
  }
}
