package dev.weir.spark.transform;

import static org.apache.spark.sql.functions.array_join;
import static org.apache.spark.sql.functions.array_sort;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat_ws;
import static org.apache.spark.sql.functions.sha2;

import java.util.Set;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

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

  /** Posts with their identity and place in the log, and the fields that are wanted. */
  static Dataset<Row> ofPosts(Dataset<Row> posts, Set<String> fields) {
    return select(posts, fields, post(col("network"), col("id"), col("version")));
  }

  /** Mentions likewise. */
  static Dataset<Row> ofMentions(Dataset<Row> mentions, Set<String> fields) {
    return select(mentions, fields, col("mention_id"));
  }

  private static Dataset<Row> select(Dataset<Row> rows, Set<String> fields, Column identity) {
    Stream<Column> wanted = fields.stream().sorted().map(functions::col);
    // The history is deduplicated as a whole, and does not keep the time in the log.
    Stream<Column> place =
        rows.isStreaming()
            ? Stream.of(col("kafka_offset"), col("kafka_partition"), col("kafka_timestamp"))
            : Stream.of(col("kafka_offset"));
    return rows.select(
        Stream.of(Stream.of(identity.as("identity")), place, wanted)
            .flatMap(columns -> columns)
            .toArray(Column[]::new));
  }
}
