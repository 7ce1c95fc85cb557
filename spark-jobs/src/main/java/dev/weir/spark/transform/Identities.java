package dev.weir.spark.transform;

import static org.apache.spark.sql.functions.array_join;
import static org.apache.spark.sql.functions.array_sort;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat_ws;
import static org.apache.spark.sql.functions.sha2;

import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** What makes two records the same record. */
public final class Identities {

  private Identities() {}

  /** A post's identity is (network, id, version). */
  public static Column post(Column network, Column id, Column version) {
    return concat_ws("|", network, id, version);
  }

  /**
   * A page's identity is (canonical URL, revision, outcome, aliases): an observation that only adds
   * an alias is one of its own, since posts are matched by it.
   */
  public static Column page(Column url, Column revision, Column outcome, Column aliases) {
    Column known = sha2(array_join(array_sort(aliases), "\n").cast("binary"), 256);
    return concat_ws("|", url, revision.cast("string"), outcome, known);
  }

  static Dataset<Row> ofPosts(Dataset<Row> posts) {
    return posts.withColumn("identity", post(col("network"), col("id"), col("version")));
  }

  static Dataset<Row> ofNames(Dataset<Row> names) {
    return names.withColumn("identity", concat_ws(" ", col("canonical_url"), col("alias")));
  }

  static Dataset<Row> ofMentions(Dataset<Row> mentions) {
    return mentions.withColumn("identity", col("mention_id"));
  }
}
