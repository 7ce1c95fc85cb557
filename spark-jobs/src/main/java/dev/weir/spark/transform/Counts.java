package dev.weir.spark.transform;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.array_compact;
import static org.apache.spark.sql.functions.array_distinct;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.transform;
import static org.apache.spark.sql.functions.when;

import dev.weir.schemas.settings.TimeSettings;
import java.util.Set;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Query {@code counts}: what happened in each minute (or {@code time.window}).
 *
 * <table>
 * <caption>Metrics, each with the values count and authors</caption>
 * <tr><th>metric</th><th>dimension</th><th>of</th></tr>
 * <tr><td>rows</td><td>empty</td><td>all versions of posts</td></tr>
 * <tr><td>posts</td><td>network</td><td>creations</td></tr>
 * <tr><td>tags</td><td>tag</td><td>creations, once a post</td></tr>
 * <tr><td>languages</td><td>language as claimed</td><td>creations</td></tr>
 * <tr><td>edits</td><td>network</td><td>updates</td></tr>
 * <tr><td>deletions</td><td>network</td><td>deletions</td></tr>
 * </table>
 */
public final class Counts {

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
          "tags");

  private Counts() {}

  /**
   * Posts that count, each once.
   *
   * @param posts records of {@code posts}, or rows of the history's table
   */
  public static Dataset<Row> facts(Dataset<Row> posts, TimeSettings time) {
    Column isCreated = col("operation").equalTo("CREATE");
    Column none = lit(null);
    Column single =
        array(
            Windows.item(Windows.ROWS, lit("")),
            when(isCreated, Windows.item("posts", col("network"))).otherwise(none),
            when(isCreated.and(col("language").isNotNull()), language()).otherwise(none),
            when(col("operation").equalTo("UPDATE"), Windows.item("edits", col("network")))
                .otherwise(none),
            when(col("operation").equalTo("DELETE"), Windows.item("deletions", col("network")))
                .otherwise(none));
    Column tags = transform(array_distinct(col("tags")), tag -> Windows.item("tags", tag));
    return Deduplicator.of(Identities.ofPosts(posts, POST_FIELDS))
        .where(TimeStatusColumn.isOk(time, col("event_time"), col("observed_at")))
        .select(
            col("event_time"),
            Windows.author().as("author"),
            when(isCreated, concat(array_compact(single), tags))
                .otherwise(array_compact(single))
                .as("items"));
  }

  private static Column language() {
    return Windows.item("languages", col("language"));
  }

  /**
   * The numbers of a stream.
   *
   * @param coverage records of {@code coverage}
   */
  public static Dataset<Row> live(Dataset<Row> posts, Dataset<Row> coverage, TimeSettings time) {
    Dataset<Row> facts =
        Heartbeats.unite(facts(posts, time), Heartbeats.ofSources(coverage, time), "event_time");
    return Windows.perWindow(facts, time.window(), time.window());
  }

  /** The same numbers from the history. */
  public static Dataset<Row> recomputed(Dataset<Row> posts, TimeSettings time) {
    return Windows.perWindow(facts(posts, time), time.window(), time.window());
  }
}
