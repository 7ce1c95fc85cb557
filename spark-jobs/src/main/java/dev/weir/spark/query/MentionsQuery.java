package dev.weir.spark.query;

import static org.apache.spark.sql.functions.col;

import dev.weir.schemas.record.Mention;
import dev.weir.schemas.settings.TimeSettings;
import dev.weir.schemas.topic.Topics;
import dev.weir.spark.running.CoverageGaps;
import dev.weir.spark.running.DroppedAsGap;
import dev.weir.spark.running.Heartbeat;
import dev.weir.spark.running.QueryContext;
import dev.weir.spark.running.Sink;
import dev.weir.spark.running.StreamQuery;
import dev.weir.spark.running.Watermarks;
import dev.weir.spark.sink.KeyedWriter;
import dev.weir.spark.sink.MarkedTable;
import dev.weir.spark.transform.Mentions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.streaming.OutputMode;

/**
 * Query {@code mentions}: the join, to the topic, at least once; {@code history} takes it from
 * there to the table, each mention once. A checkpoint that is begun anew reads the whole log, in
 * many batches, to have the join's state again; what the table has is not written again meanwhile.
 */
public final class MentionsQuery implements StreamQuery {

  public MentionsQuery() {}

  @Override
  public String name() {
    return Mentions.QUERY;
  }

  @Override
  public List<String> inputs() {
    return List.of(Topics.POSTS, Topics.PAGES);
  }

  @Override
  public Set<String> timeSettings() {
    return Set.of("join-window", "allowed-lateness", "skew");
  }

  @Override
  public Duration reachOfLoss(TimeSettings time) {
    return time.joinWindow().plus(time.skew());
  }

  @Override
  public Dataset<Row> live(QueryContext context) {
    return Mentions.live(
        context.records(Topics.POSTS, Mentions.POST_FIELDS),
        context.records(Topics.PAGES, Mentions.PAGE_FIELDS),
        context.coverage(),
        context.time());
  }

  @Override
  public Dataset<Row> recomputed(HistoryRows history, Instant since, TimeSettings time) {
    // The later one of post and page is not before since, so neither is before since less a join
    // window. But the same page may have been met before by another name: that observation, which
    // makes the mention an earlier one, lies up to another join window back.
    Instant posts = since.minus(time.joinWindow()).minus(time.skew());
    Instant pages = since.minus(time.joinWindow().multipliedBy(2));
    return Mentions.recomputed(
        history.since("posts", "event_time", posts),
        history.since("pages", "observed_at", pages),
        time);
  }

  @Override
  public List<String> tables() {
    return List.of("posts", "pages", "mentions");
  }

  @Override
  public Compared comparison() {
    return Compared.BY_ROW;
  }

  @Override
  public Sink sink(QueryContext context) throws Exception {
    KeyedWriter topic =
        new KeyedWriter(
            context.writer(Topics.MENTIONS),
            Mention.getClassSchema(),
            context.schemaId(Topics.MENTIONS));
    MarkedTable table = context.table("mentions");
    Heartbeat heartbeat = new Heartbeat(name(), context);
    Repetition repetition = new Repetition(until(context, table));
    return new Sink(
        OutputMode.Append(),
        context.settings().queries().trigger(),
        new DroppedAsGap(
            (rows, batch) ->
                topic.write(
                    repetition.goesOn() ? unwritten(rows, table) : rows, col("canonical_url")),
            new CoverageGaps(name(), context)::tell,
            reachOfLoss(context.time())),
        progress -> {
          repetition.passed(Watermarks.of(progress));
          heartbeat.beat(progress);
        });
  }

  /** Up to which event time the table may have what is computed again; empty if nothing is. */
  private static Optional<Instant> until(QueryContext context, MarkedTable table) {
    return context.generation() > 1 && table.exists()
        ? table.lastWritten().map(written -> written.plus(context.time().skew()))
        : Optional.empty();
  }

  /** Whether a generation still computes what an earlier one has written. */
  private static final class Repetition {
    private volatile Optional<Instant> until;

    Repetition(Optional<Instant> until) {
      this.until = until;
    }

    boolean goesOn() {
      return until.isPresent();
    }

    /** Nothing that is still to come is older than the watermark. */
    void passed(Instant watermark) {
      until = until.filter(watermark::isBefore);
    }
  }

  private static Dataset<Row> unwritten(Dataset<Row> rows, MarkedTable table) {
    return rows.join(table.rows().select("mention_id"), new String[] {"mention_id"}, "left_anti");
  }
}
