package dev.weir.spark.running;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.streaming.OutputMode;
import org.apache.spark.sql.streaming.StreamingQueryProgress;

/**
 * Where the results of a query go.
 *
 * @param trigger how often there is a batch
 * @param writer takes each batch; may see a batch again
 * @param afterBatch called with each committed batch, and once more with the last one after a
 *     restart
 */
public record Sink(OutputMode mode, Duration trigger, BatchWriter writer, AfterBatch afterBatch) {

  @FunctionalInterface
  public interface BatchWriter {
    void write(Dataset<Row> rows, long batch) throws Exception;

    /**
     * Called after {@link #write}, before the batch is committed: what is noted here is noted
     * before the rows are gone for good. A batch that is repeated is told of again.
     *
     * @param rows that the batch dropped because they were behind the watermark
     * @param watermark that it ran with
     */
    default void dropped(long rows, Instant watermark, long batch) throws Exception {}

    /** What the query's status shows besides its progress, by name. Called from another thread. */
    default Map<String, Object> facts() {
      return Map.of();
    }
  }

  @FunctionalInterface
  public interface AfterBatch {
    void accept(StreamingQueryProgress progress) throws Exception;
  }
}
