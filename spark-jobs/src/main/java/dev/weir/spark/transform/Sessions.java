package dev.weir.spark.transform;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.map;
import static org.apache.spark.sql.functions.session_window;
import static org.apache.spark.sql.functions.unix_millis;

import dev.weir.schemas.settings.TimeSettings;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Query {@code sessions}: discussions of a page, each from its first mention until {@code
 * time.session-gap} after its last. Metric {@code sessions} by canonical URL; values count, authors
 * and duration (whole seconds from first to last). A stream emits a session when it has ended.
 */
public final class Sessions {

  private Sessions() {}

  /** The sessions of a stream of records of {@code mentions}. */
  public static Dataset<Row> live(Dataset<Row> mentions, Dataset<Row> coverage, TimeSettings time) {
    return sessions(
        Heartbeats.unite(
            facts(mentions), Heartbeats.ofQuery(coverage, Mentions.QUERY), "event_time"),
        time);
  }

  /** The same sessions from the history; the last ones may not have ended yet. */
  public static Dataset<Row> recomputed(Dataset<Row> mentions, TimeSettings time) {
    return sessions(facts(mentions), time);
  }

  private static Dataset<Row> facts(Dataset<Row> mentions) {
    return Deduplicator.of(Identities.ofMentions(mentions, Links.MENTION_FIELDS))
        .select(
            col("event_time"), Windows.author().as("author"), col("canonical_url").as("dimension"));
  }

  private static Dataset<Row> sessions(Dataset<Row> facts, TimeSettings time) {
    Column length =
        unix_millis(col("window.end"))
            .minus(unix_millis(col("window.start")))
            .minus(lit(time.sessionGap().toMillis()));
    return facts
        .groupBy(
            session_window(col("event_time"), Windows.seconds(time.sessionGap())).as("window"),
            col("dimension"))
        .agg(count(lit(1)).as("count"), Windows.authors())
        .select(
            lit("sessions").as("metric"),
            col("dimension"),
            col("window.start").as("window_start"),
            col("window.end").as("window_end"),
            map(
                    lit("count"),
                    col("count"),
                    lit("authors"),
                    col("authors"),
                    lit("duration"),
                    length.divide(1000).cast("long"))
                .as("values"));
  }
}
