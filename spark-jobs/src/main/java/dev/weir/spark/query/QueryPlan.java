package dev.weir.spark.query;

import java.time.Duration;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.streaming.OutputMode;
import org.apache.spark.sql.streaming.StreamingQueryProgress;

/**
 * A query that is ready to start.
 *
 * @param output what it computes
 * @param writer takes each batch of it; may see a batch again
 * @param afterBatch told of each batch that is committed, and once more of the last one after a
 *     restart
 */
record QueryPlan(
    Dataset<Row> output,
    OutputMode mode,
    Duration trigger,
    BatchWriter writer,
    AfterBatch afterBatch) {

  @FunctionalInterface
  interface BatchWriter {
    void write(Dataset<Row> rows, long batch) throws Exception;
  }

  @FunctionalInterface
  interface AfterBatch {
    void accept(StreamingQueryProgress progress) throws Exception;
  }
}
