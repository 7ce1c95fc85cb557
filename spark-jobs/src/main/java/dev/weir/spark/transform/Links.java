package dev.weir.spark.transform;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import dev.weir.schemas.settings.TimeSettings;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Query {@code links}: which pages are talked about, over hopping windows. Metrics: {@code links}
 * by canonical URL, {@code rows} in total; values count and authors.
 */
public final class Links {

  /** What is read of a mention. */
  public static final Set<String> MENTION_FIELDS =
      Set.of("mention_id", "canonical_url", "event_time", "network", "author_id");

  private Links() {}

  /** The numbers of a stream of records of {@code mentions}. */
  public static Dataset<Row> live(Dataset<Row> mentions, Dataset<Row> coverage, TimeSettings time) {
    Dataset<Row> facts =
        Heartbeats.unite(
            facts(mentions), Heartbeats.ofQuery(coverage, Mentions.QUERY), "event_time");
    return Windows.perWindow(facts, time.hopSize(), time.hopSlide());
  }

  /** The same numbers from the history. */
  public static Dataset<Row> recomputed(Dataset<Row> mentions, TimeSettings time) {
    return Windows.perWindow(facts(mentions), time.hopSize(), time.hopSlide());
  }

  private static Dataset<Row> facts(Dataset<Row> mentions) {
    return Deduplicator.of(Identities.ofMentions(mentions, MENTION_FIELDS))
        .select(
            col("event_time"),
            Windows.author().as("author"),
            array(Windows.item(Windows.ROWS, lit("")), Windows.item("links", col("canonical_url")))
                .as("items"));
  }
}
