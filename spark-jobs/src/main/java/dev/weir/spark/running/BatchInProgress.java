package dev.weir.spark.running;

import java.time.Instant;
import org.apache.spark.sql.execution.SparkPlan;
import org.apache.spark.sql.execution.metric.SQLMetric;
import org.apache.spark.sql.execution.streaming.runtime.IncrementalExecution;
import org.apache.spark.sql.execution.streaming.runtime.StreamingQueryWrapper;
import org.apache.spark.sql.streaming.StreamingQuery;
import scala.jdk.javaapi.CollectionConverters;

/**
 * What is known of a batch whose rows are computed and that is not committed yet. Spark reports on
 * a batch only after it has committed it: a process that ends in between, or a query that fails,
 * takes the report along.
 *
 * @param watermark that it runs with; the epoch before there is one
 * @param droppedRows rows that were behind it
 */
record BatchInProgress(Instant watermark, long droppedRows) {

  private static final String DROPPED = "numRowsDroppedByWatermark";

  /** The batch that a query is writing. Called from the function that writes it. */
  static BatchInProgress of(StreamingQuery query) {
    if (!(query instanceof StreamingQueryWrapper wrapper)) {
      throw new IllegalArgumentException("Expected a query of this process, got: " + query);
    }
    IncrementalExecution batch = wrapper.streamingQuery().lastExecution();
    return new BatchInProgress(
        Instant.ofEpochMilli(batch.offsetSeqMetadata().batchWatermarkMs()),
        dropped(batch.executedPlan()));
  }

  private static long dropped(SparkPlan plan) {
    SQLMetric own = CollectionConverters.asJava(plan.metrics()).get(DROPPED);
    long sum = own == null ? 0 : Math.max(0, own.value());
    for (SparkPlan child : CollectionConverters.asJava(plan.children())) {
      sum += dropped(child);
    }
    return sum;
  }
}
