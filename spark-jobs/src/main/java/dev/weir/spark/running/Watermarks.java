package dev.weir.spark.running;

import java.time.Instant;
import java.util.Arrays;
import org.apache.spark.sql.streaming.StateOperatorProgress;
import org.apache.spark.sql.streaming.StreamingQueryProgress;

/** What a batch's progress says of time. */
public final class Watermarks {

  private Watermarks() {}

  /** The watermark that the batch ran with; the epoch before there is one. */
  public static Instant of(StreamingQueryProgress progress) {
    String watermark = progress.eventTime().get("watermark");
    return watermark == null ? Instant.EPOCH : Instant.parse(watermark);
  }

  /** Rows that the batch dropped because they were behind it. */
  public static long dropped(StreamingQueryProgress progress) {
    return Arrays.stream(progress.stateOperators())
        .mapToLong(StateOperatorProgress::numRowsDroppedByWatermark)
        .sum();
  }
}
