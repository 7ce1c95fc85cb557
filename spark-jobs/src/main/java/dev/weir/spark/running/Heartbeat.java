package dev.weir.spark.running;

import dev.weir.schemas.record.CoverageInterval;
import dev.weir.schemas.topic.Keys;
import dev.weir.schemas.topic.Topics;
import dev.weir.schemas.wire.WireFormat;
import dev.weir.spark.sink.TopicWriter;
import dev.weir.spark.transform.Heartbeats;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.apache.spark.sql.streaming.StreamingQueryProgress;

/**
 * Says in {@code coverage} how far a query has come in event time: nothing that it will write is
 * older. The interval's start position is the generation of its checkpoint.
 */
public final class Heartbeat {

  private final String source;
  private final long generation;
  private final TopicWriter coverage;
  private final int schemaId;
  private Instant last = Instant.EPOCH;

  public Heartbeat(String query, QueryContext context) throws Exception {
    this.source = Heartbeats.QUERY + query;
    this.generation = context.generation();
    this.coverage = context.writer(Topics.COVERAGE);
    this.schemaId = context.schemaId(Topics.COVERAGE);
  }

  /** Writes where the watermark stands, if it has moved. */
  public void beat(StreamingQueryProgress progress) throws IOException {
    Instant watermark = Watermarks.of(progress);
    if (!watermark.isAfter(last)) {
      return;
    }
    CoverageInterval interval =
        CoverageInterval.newBuilder()
            .setSource(source)
            .setScope("all")
            .setStart(Instant.EPOCH)
            .setEnd(watermark)
            .setStartPosition("generation " + generation)
            .setEndPosition("batch " + progress.batchId())
            .setStatus("complete")
            .setObservedAt(Instant.now().truncatedTo(ChronoUnit.MICROS))
            .build();
    try (TopicWriter.Batch batch = coverage.begin()) {
      batch.send(Keys.coverage(interval), WireFormat.encode(schemaId, interval));
      batch.finish();
    }
    last = watermark;
  }
}
