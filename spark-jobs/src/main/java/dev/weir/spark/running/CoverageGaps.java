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
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Says in {@code coverage} what a query has lost: windows that its rows come into count it. */
public final class CoverageGaps {

  private final String source;
  private final TopicWriter coverage;
  private final int schemaId;

  public CoverageGaps(String query, QueryContext context) throws Exception {
    this.source = Heartbeats.QUERY + query;
    this.coverage = context.writer(Topics.COVERAGE);
    this.schemaId = context.schemaId(Topics.COVERAGE);
  }

  /**
   * A stretch of event time in which results may miss something.
   *
   * @param scope the part of the input
   * @param startPosition where in the log it begins, if anybody knows
   * @param endPosition where it ends
   */
  public record Gap(
      String scope,
      Instant start,
      Instant end,
      @Nullable String startPosition,
      @Nullable String endPosition,
      String reason) {}

  /** Writes gaps together; a gap of the same scope and start takes the place of an earlier one. */
  public void tell(List<Gap> gaps) throws IOException {
    Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);
    try (TopicWriter.Batch batch = coverage.begin()) {
      for (Gap gap : gaps) {
        CoverageInterval interval =
            CoverageInterval.newBuilder()
                .setSource(source)
                .setScope(gap.scope())
                .setStart(gap.start())
                .setEnd(gap.end())
                .setStartPosition(gap.startPosition())
                .setEndPosition(gap.endPosition())
                .setStatus("gap")
                .setReason(gap.reason())
                .setObservedAt(now)
                .build();
        batch.send(Keys.coverage(interval), WireFormat.encode(schemaId, interval));
      }
      batch.finish();
    }
  }
}
