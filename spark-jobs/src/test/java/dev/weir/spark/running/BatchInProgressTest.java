package dev.weir.spark.running;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.window;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.spark.testing.Rows;
import dev.weir.spark.testing.Stream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.spark.api.java.function.VoidFunction2;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.streaming.OutputMode;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BatchInProgressTest {

  private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");

  @TempDir private Path folder;

  @Test
  void rowsThatABatchDroppedAreKnownBeforeItIsCommitted() throws Exception {
    Stream posts = new Stream(Rows.POST);
    Dataset<Row> counts =
        posts
            .rows()
            .withWatermark("event_time", "10 seconds")
            .groupBy(window(col("event_time"), "1 minute"))
            .count();
    List<BatchInProgress> seen = new CopyOnWriteArrayList<>();
    CompletableFuture<StreamingQuery> started = new CompletableFuture<>();
    VoidFunction2<Dataset<Row>, Long> writer =
        (rows, batch) -> {
          rows.collectAsList();
          seen.add(BatchInProgress.of(started.get()));
        };
    StreamingQuery query =
        counts
            .writeStream()
            .outputMode(OutputMode.Update())
            .option("checkpointLocation", folder.toString())
            .foreachBatch(writer)
            .start();
    started.complete(query);
    try {
      posts.add(Rows.post("1", NOON.plusSeconds(610)));
      query.processAllAvailable();
      posts.add(Rows.post("2", NOON.plusSeconds(611)));
      query.processAllAvailable();
      posts.add(Rows.post("3", NOON), Rows.post("4", NOON.plusSeconds(1)));
      query.processAllAvailable();
    } finally {
      query.stop();
    }
    assertThat(seen.get(0)).isEqualTo(new BatchInProgress(Instant.EPOCH, 0));
    assertThat(seen.stream().mapToLong(BatchInProgress::droppedRows).sum()).isPositive();
    assertThat(seen.get(seen.size() - 1).watermark()).isEqualTo(NOON.plusSeconds(601));
  }
}
