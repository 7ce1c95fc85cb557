package dev.weir.spark.transform;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat_ws;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.greatest;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sha2;

import dev.weir.schemas.settings.TimeSettings;
import java.util.Set;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Query {@code mentions}: a post joined with the page that it links to, by any name that the page
 * is known by, where both lie within {@code time.join-window}. Only creations that count live join.
 * A link counts once for a page ({@link OncePerLink}). A mention's time is the later of the post's
 * and of the first observation of the page under that name. The result has the fields of a {@code
 * Mention}, and {@code kafka_offset} (the post's).
 */
public final class Mentions {

  /** The query's name. */
  public static final String QUERY = "mentions";

  /** What is read of a post. */
  public static final Set<String> POST_FIELDS =
      Set.of(
          "network",
          "id",
          "version",
          "operation",
          "event_time",
          "observed_at",
          "author_id",
          "language",
          "links");

  /** What is read of a page. */
  public static final Set<String> PAGE_FIELDS =
      Set.of("url", "outcome", "new_aliases", "observed_at", "first_observed_at", "site", "title");

  private static final String POST_TIME = "post_watermark";
  private static final String PAGE_TIME = "page_watermark";

  private Mentions() {}

  /** The mentions of two streams. */
  public static Dataset<Row> live(
      Dataset<Row> posts, Dataset<Row> pages, Dataset<Row> coverage, TimeSettings time) {
    Dataset<Row> heartbeats = Heartbeats.ofSources(coverage, time);
    return join(
        Heartbeats.unite(links(posts, time), heartbeats, POST_TIME),
        Heartbeats.unite(aliases(pages), heartbeats, PAGE_TIME),
        time);
  }

  /** The same mentions from the history. */
  public static Dataset<Row> recomputed(Dataset<Row> posts, Dataset<Row> pages, TimeSettings time) {
    return join(links(posts, time), aliases(pages), time);
  }

  private static Dataset<Row> links(Dataset<Row> posts, TimeSettings time) {
    return Deduplicator.of(Identities.ofPosts(posts, POST_FIELDS))
        .where(
            col("operation")
                .equalTo("CREATE")
                .and(TimeStatusColumn.isOk(time, col("event_time"), col("observed_at"))))
        .select(
            explode(col("links.canonical_url")).as("link"),
            col("event_time").as(POST_TIME),
            col("event_time").as("post_time"),
            col("observed_at").as("post_observed_at"),
            col("network"),
            col("id").as("post_id"),
            col("version").as("post_version"),
            col("author_id"),
            col("language"),
            col("kafka_offset"),
            appended(posts, "post_appended"));
  }

  /**
   * The names of pages, each from the observation on that first knew it: a name that becomes known
   * later, by a redirect or a shortener, joins from then on.
   */
  private static Dataset<Row> aliases(Dataset<Row> pages) {
    return pages
        .where(col("outcome").equalTo("fetched"))
        .select(
            explode(col("new_aliases")).as("alias"),
            col("observed_at").as(PAGE_TIME),
            col("observed_at").as("page_observed_at"),
            col("first_observed_at").as("page_first_observed_at"),
            col("url").as("canonical_url"),
            col("site"),
            col("title"),
            appended(pages, "page_appended"));
  }

  /** When the broker had a record. The history does not keep it, and a batch does not need it. */
  private static Column appended(Dataset<Row> rows, String name) {
    return (rows.isStreaming() ? col("kafka_timestamp") : lit(null).cast("timestamp")).as(name);
  }

  private static Dataset<Row> join(Dataset<Row> links, Dataset<Row> aliases, TimeSettings time) {
    Column window = TimeStatusColumn.interval(time.joinWindow());
    Column near =
        col(POST_TIME)
            .geq(col(PAGE_TIME).minus(window))
            .and(col(POST_TIME).leq(col(PAGE_TIME).plus(window)));
    Column id =
        sha2(
            concat_ws(
                    "|", col("network"), col("post_id"), col("post_version"), col("canonical_url"))
                .cast("binary"),
            256);
    Dataset<Row> pairs =
        links
            .join(aliases, col("link").equalTo(col("alias")).and(near))
            .select(
                id.as("mention_id"),
                col("canonical_url"),
                greatest(col("post_time"), col("page_observed_at")).as("event_time"),
                greatest(col("post_observed_at"), col("page_observed_at")).as("observed_at"),
                col("network"),
                col("post_id"),
                col("post_version"),
                col("post_time"),
                col("page_first_observed_at"),
                col("author_id"),
                col("language"),
                col("site"),
                col("title"),
                col("kafka_offset"),
                col("link"),
                col("page_observed_at"),
                greatest(col("post_appended"), col("page_appended")).as(OncePerLink.APPENDED));
    // A post may meet a page again by a name that becomes known up to a join window later.
    return OncePerLink.of(pairs, Deduplicator.REMEMBERED.plus(time.joinWindow()))
        .drop("link", "page_observed_at", OncePerLink.APPENDED);
  }
}
