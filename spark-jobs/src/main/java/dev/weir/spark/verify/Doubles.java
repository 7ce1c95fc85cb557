package dev.weir.spark.verify;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_list;
import static org.apache.spark.sql.functions.concat_ws;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.slice;
import static org.apache.spark.sql.functions.sum;

import dev.weir.spark.transform.Identities;
import dev.weir.spark.verify.VerifyReport.DoubleRow;
import dev.weir.spark.verify.VerifyReport.TableReport;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Compares the rows of a table with its identities. The recomputation of a query leaves out second
 * rows of an identity, as live does: a doubled row in the history is seen here only.
 */
final class Doubles {

  private static final int SHOWN_OFFSETS = 10;

  private Doubles() {}

  /**
   * Counts rows and identities.
   *
   * @param table {@code posts}, {@code pages} or {@code mentions}
   * @param rows of that table
   */
  static TableReport in(String table, Dataset<Row> rows) {
    Column place = concat_ws(":", col("kafka_partition"), col("kafka_offset"));
    Dataset<Row> identities =
        rows.select(identity(table).as("identity"), place.as("place"))
            .groupBy("identity")
            .agg(
                count(lit(1)).as("rows"),
                slice(collect_list(col("place")), 1, SHOWN_OFFSETS).as("places"))
            .persist();
    try {
      Column isDouble = col("rows").gt(1);
      Row totals =
          identities.agg(count(lit(1)), sum(col("rows")), sum(isDouble.cast("long"))).head();
      List<DoubleRow> doubles =
          identities
              .where(isDouble)
              .orderBy("identity")
              .limit(VerifyReport.NAMED)
              .collectAsList()
              .stream()
              .map(row -> new DoubleRow(row.getString(0), row.getLong(1), row.getList(2)))
              .toList();
      return new TableReport(
          table, zeroIfNull(totals, 1), totals.getLong(0), zeroIfNull(totals, 2), doubles);
    } finally {
      identities.unpersist();
    }
  }

  private static long zeroIfNull(Row row, int column) {
    return row.isNullAt(column) ? 0 : row.getLong(column);
  }

  private static Column identity(String table) {
    return switch (table) {
      case "posts" -> Identities.post(col("network"), col("id"), col("version"));
      case "pages" -> Identities.page(col("url"), col("revision"), col("outcome"), col("aliases"));
      case "mentions" -> col("mention_id");
      default ->
          throw new IllegalArgumentException("Expected posts, pages or mentions, got: " + table);
    };
  }
}
