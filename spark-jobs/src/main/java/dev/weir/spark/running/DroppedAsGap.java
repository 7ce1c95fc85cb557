package dev.weir.spark.running;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The writer of a query that keeps no record of windows: rows that it dropped are a gap of its own
 * in coverage.
 *
 * @param writer takes the rows
 * @param gaps where the gap is told
 * @param reach how long after the watermark a dropped row could have had a say
 */
public record DroppedAsGap(Sink.BatchWriter writer, Teller gaps, Duration reach)
    implements Sink.BatchWriter {

  /** Where gaps are told. */
  @FunctionalInterface
  public interface Teller {
    void tell(List<CoverageGaps.Gap> gaps) throws IOException;
  }

  @Override
  public void write(Dataset<Row> rows, long batch) throws Exception {
    writer.write(rows, batch);
  }

  @Override
  public void dropped(long rows, Instant watermark, long batch) throws IOException {
    if (rows > 0) {
      gaps.tell(
          List.of(
              new CoverageGaps.Gap(
                  "dropped",
                  watermark,
                  watermark.plus(reach),
                  null,
                  null,
                  "rows came after the watermark")));
    }
  }

  @Override
  public Map<String, Object> facts() {
    return writer.facts();
  }
}
