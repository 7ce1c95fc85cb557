package dev.weir.trial;

import dev.weir.infra.history.History;
import dev.weir.infra.history.HistoryQuery;
import dev.weir.infra.local.folder.ActiveSettings;
import dev.weir.infra.stream.TopicReader;
import dev.weir.schemas.record.Aggregate;
import dev.weir.schemas.record.CoverageInterval;
import dev.weir.schemas.record.Cursor;
import dev.weir.schemas.record.DeadLetter;
import dev.weir.schemas.record.FrontierEntry;
import dev.weir.schemas.record.Window;
import dev.weir.schemas.topic.Topics;
import dev.weir.simulator.oracle.Oracle.PostIdentity;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/** What Weir holds: the history as a user queries it, and the topics. */
public final class Kept {
  private final ActiveSettings settings;

  public Kept(ActiveSettings settings) {
    this.settings = settings;
  }

  /** A row of the history's posts. */
  public record PostRow(
      PostIdentity identity,
      String operation,
      Instant eventTime,
      Instant observedAt,
      String timeStatus) {

    /** The same row under another name. */
    public PostRow withIdentity(PostIdentity other) {
      return new PostRow(other, operation, eventTime, observedAt, timeStatus);
    }
  }

  /** A row of the history's pages. */
  public record PageRow(
      String url,
      int revision,
      String outcome,
      Instant observedAt,
      Instant firstObservedAt,
      @Nullable String title,
      List<String> aliases) {}

  /** A row of the history's mentions. */
  public record MentionRow(String mentionId, PostIdentity post, String url, Instant eventTime) {}

  public List<PostRow> posts() throws Exception {
    return rows(
        "SELECT network, id, version, operation, event_time, observed_at, time_status FROM posts",
        row ->
            new PostRow(
                new PostIdentity(text(row, 0), text(row, 1), text(row, 2)),
                text(row, 3),
                Instant.parse(text(row, 4)),
                Instant.parse(text(row, 5)),
                text(row, 6)));
  }

  public List<PageRow> pages() throws Exception {
    return rows(
        "SELECT url, revision, outcome, observed_at, first_observed_at, title, aliases FROM pages"
            + " ORDER BY url, kafka_offset",
        row ->
            new PageRow(
                text(row, 0),
                Integer.parseInt(text(row, 1)),
                text(row, 2),
                Instant.parse(text(row, 3)),
                Instant.parse(text(row, 4)),
                (String) row.get(5),
                ((List<?>) Objects.requireNonNull(row.get(6)))
                    .stream().map(String::valueOf).toList()));
  }

  public List<MentionRow> mentions() throws Exception {
    return rows(
        "SELECT mention_id, network, post_id, post_version, canonical_url, event_time FROM mentions",
        row ->
            new MentionRow(
                text(row, 0),
                new PostIdentity(text(row, 1), text(row, 2), text(row, 3)),
                text(row, 4),
                Instant.parse(text(row, 5))));
  }

  /** The valid state of each aggregate. */
  public Collection<Aggregate> aggregates() throws IOException {
    return latest(Topics.AGGREGATES, Aggregate.class);
  }

  public Collection<Window> windows() throws IOException {
    return latest(Topics.WINDOWS, Window.class);
  }

  public Collection<CoverageInterval> coverage() throws IOException {
    return latest(Topics.COVERAGE, CoverageInterval.class);
  }

  /** Each dead letter once: Spark's sink may write one twice, under the same key. */
  public Collection<DeadLetter> deadLetters() throws IOException {
    return latest(Topics.DEAD_LETTERS, DeadLetter.class);
  }

  /** What was found of URLs and what fetches have left of them, the newest of each key. */
  public Collection<FrontierEntry> frontier() throws IOException {
    return latest(Topics.FRONTIER, FrontierEntry.class);
  }

  /** Where each source stands. */
  public Collection<Cursor> cursors() throws IOException {
    return latest(Topics.CURSORS, Cursor.class);
  }

  /** The newest record of each key of a topic. */
  private <T extends SpecificRecord> Collection<T> latest(String topic, Class<T> type)
      throws IOException {
    try (TopicReader reader = TopicReader.open(settings.stack(), settings.environment())) {
      return reader.latest(topic, type).values();
    }
  }

  /** Makes something of a row. */
  public interface RowMapper<T> {
    T map(List<@Nullable Object> row);
  }

  /** What a SELECT over the history answers. */
  public <T> List<T> rows(String select, RowMapper<T> mapper) throws Exception {
    List<T> rows = new ArrayList<>();
    try (History history =
        History.open(settings.stack(), settings.environment(), Clock.systemUTC())) {
      new HistoryQuery(history)
          .run(
              select,
              HistoryQuery.Range.ALL,
              result -> {
                Optional<List<@Nullable Object>> row = result.next();
                while (row.isPresent()) {
                  rows.add(mapper.map(row.get()));
                  row = result.next();
                }
              });
    }
    return rows;
  }

  private static String text(List<@Nullable Object> row, int column) {
    return String.valueOf(row.get(column));
  }
}
