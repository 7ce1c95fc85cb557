package dev.weir.spark.running;

import java.time.Instant;
import org.apache.spark.sql.streaming.StreamingQueryProgress;

/** What a batch's progress says of time. */
public final class Watermarks {

  private Watermarks() {}

  /** The watermark that the batch ran with; the epoch before there is one. */
  public static Instant of(StreamingQueryProgress progress) {
    String watermark = progress.eventTime().get("watermark");
    return watermark == null ? Instant.EPOCH : Instant.parse(watermark);
  }
}
