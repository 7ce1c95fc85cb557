package dev.weir.spark.history;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.lit;

import dev.weir.spark.running.QueryContext;
import dev.weir.spark.sink.MarkedTable;
import dev.weir.spark.transform.Deduplicator;
import dev.weir.spark.transform.Identities;
import java.time.Instant;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Identities of posts, pages and mentions side by side, and those that the tables have. */
final class KnownIdentities {

  private KnownIdentities() {}

  static Column post(String prefix) {
    return concat(
        lit("post|"),
        Identities.post(col(prefix + "network"), col(prefix + "id"), col(prefix + "version")));
  }

  static Column page(String prefix) {
    return concat(
        lit("page|"),
        Identities.page(
            col(prefix + "url"),
            col(prefix + "revision"),
            col(prefix + "outcome"),
            col(prefix + "aliases")));
  }

  static Column mention(String prefix) {
    return concat(lit("mention|"), col(prefix + "mention_id"));
  }

  /**
   * What was written in the last day before the tables were last written to: as much as the state
   * that was lost with a checkpoint remembered. The tables exist.
   */
  static Dataset<Row> inTables(QueryContext context) {
    Dataset<Row> posts = recent(context.table("posts")).select(post("").as("identity"));
    Dataset<Row> pages = recent(context.table("pages")).select(page("").as("identity"));
    Dataset<Row> mentions = recent(context.table("mentions")).select(mention("").as("identity"));
    return posts.union(pages).union(mentions);
  }

  private static Dataset<Row> recent(MarkedTable table) {
    Instant since =
        table.lastWritten().map(at -> at.minus(Deduplicator.REMEMBERED)).orElse(Instant.EPOCH);
    return table.rows().where(col("observed_at").geq(lit(since)));
  }
}
