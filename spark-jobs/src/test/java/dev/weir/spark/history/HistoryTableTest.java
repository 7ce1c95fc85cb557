package dev.weir.spark.history;

import static org.apache.spark.sql.functions.col;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.spark.sink.MarkedTable;
import dev.weir.spark.sink.Marker;
import dev.weir.spark.testing.Sessions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.LongStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistoryTableTest {

  private static final StructType BATCH =
      new StructType()
          .add("kafka_topic", DataTypes.StringType)
          .add("kafka_partition", DataTypes.IntegerType)
          .add("kafka_offset", DataTypes.LongType);
  private static final UnaryOperator<Dataset<Row>> SHAPE =
      rows -> rows.select("kafka_partition", "kafka_offset");

  @TempDir private Path folder;
  private SparkSession session;
  private MarkedTable stored;

  @BeforeEach
  void createTable() {
    session = Sessions.withCatalog(folder);
    stored = new MarkedTable(session, "weir.history.posts");
    stored.create(SHAPE.apply(rows(0, 0, 0)).schema(), "kafka_partition", List.of());
  }

  @Test
  void anOlderCheckpointBesideANewerTableLeavesNoHoleAndWritesNothingTwice() {
    HistoryTable before = open();
    append(before, 0, new long[] {0, 0}, new long[] {10, 5});
    append(before, 1, new long[] {10, 5}, new long[] {20, 5});
    append(before, 2, new long[] {20, 5}, new long[] {30, 9});
    append(before, 3, new long[] {30, 9}, new long[] {40, 9});

    // The checkpoint of after batch 1: the next batches have the numbers 2 and 3 again, and are
    // cut in other places.
    HistoryTable restored = open();
    append(restored, 2, new long[] {20, 5}, new long[] {25, 5});
    append(restored, 3, new long[] {25, 5}, new long[] {45, 12});
    append(restored, 4, new long[] {45, 12}, new long[] {50, 12});

    assertThat(offsets(0)).isEqualTo(LongStream.range(0, 50).boxed().toList());
    assertThat(offsets(1)).isEqualTo(LongStream.range(0, 12).boxed().toList());
  }

  @Test
  void aBatchOfALaterGenerationThatTheTableHasIsNotWrittenAgain() {
    append(open(), 7, new long[] {0, 0}, new long[] {10, 5});
    HistoryTable anew = open();
    Marker again = new Marker("history", 2, 0, "{\"posts\":{\"0\":10,\"1\":5}}");
    assertThat(anew.has(again)).isTrue();
    anew.append(rows(0, 0, 10), SHAPE, again);
    assertThat(offsets(0)).isEqualTo(LongStream.range(0, 10).boxed().toList());
  }

  private HistoryTable open() {
    return new HistoryTable(stored, "posts", "history", Duration.ofHours(1));
  }

  private void append(HistoryTable table, long batch, long[] from, long[] until) {
    Dataset<Row> rows = rows(0, from[0], until[0]).union(rows(1, from[1], until[1]));
    table.append(
        rows,
        SHAPE,
        new Marker(
            "history", 1, batch, "{\"posts\":{\"0\":%d,\"1\":%d}}".formatted(until[0], until[1])));
  }

  private Dataset<Row> rows(int partition, long from, long until) {
    List<Row> rows = new ArrayList<>();
    LongStream.range(from, until)
        .forEach(offset -> rows.add(RowFactory.create("posts", partition, offset)));
    return session.createDataFrame(rows, BATCH);
  }

  private List<Long> offsets(int partition) {
    return stored
        .rows()
        .where(col("kafka_partition").equalTo(partition))
        .select("kafka_offset")
        .orderBy("kafka_offset")
        .as(Encoders.LONG())
        .collectAsList();
  }
}
