package dev.weir.spark.testing;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.api.java.function.VoidFunction2;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.streaming.OutputMode;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.StreamingQueryProgress;

/** A streaming query under test, which collects what it puts out. */
public final class Running implements AutoCloseable {

  private final StreamingQuery query;
  private final List<Row> output = new ArrayList<>();

  private Running(Dataset<Row> rows, OutputMode mode, String checkpoint) throws Exception {
    VoidFunction2<Dataset<Row>, Long> collect =
        (batch, id) -> {
          synchronized (output) {
            output.addAll(batch.collectAsList());
          }
        };
    query =
        rows.writeStream()
            .outputMode(mode)
            .option("checkpointLocation", checkpoint)
            .foreachBatch(collect)
            .start();
  }

  public static Running start(Dataset<Row> rows, OutputMode mode, Path checkpoint)
      throws Exception {
    return new Running(rows, mode, checkpoint.toString());
  }

  /**
   * As above.
   *
   * @param checkpoint its URI
   */
  public static Running start(Dataset<Row> rows, OutputMode mode, String checkpoint)
      throws Exception {
    return new Running(rows, mode, checkpoint);
  }

  /** Runs what was added, and gives what came out since the last time. */
  public List<Row> process() {
    query.processAllAvailable();
    return output();
  }

  /** What has come out since the last time. */
  public List<Row> output() {
    synchronized (output) {
      List<Row> fresh = List.copyOf(output);
      output.clear();
      return fresh;
    }
  }

  public Instant watermark() {
    return Instant.parse(query.lastProgress().eventTime().get("watermark"));
  }

  /** Rows dropped behind the watermark so far. */
  public long dropped() {
    return Arrays.stream(query.recentProgress())
        .flatMap(progress -> Arrays.stream(progress.stateOperators()))
        .mapToLong(operator -> operator.numRowsDroppedByWatermark())
        .sum();
  }

  public StreamingQueryProgress progress() {
    return query.lastProgress();
  }

  @Override
  public void close() throws Exception {
    query.stop();
  }
}
