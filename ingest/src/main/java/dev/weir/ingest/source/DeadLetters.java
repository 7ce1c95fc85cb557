package dev.weir.ingest.source;

import dev.weir.schemas.record.DeadLetter;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;

/** Creates dead letters for data that a source could not read or publish. */
public final class DeadLetters {
  private static final int MAX_RAW = 1 << 20;

  private DeadLetters() {}

  /**
   * Makes one.
   *
   * @param item what the source calls the item, or a hash of its bytes
   * @param raw the item as received; more than 1 MiB is cut
   */
  public static DeadLetter of(
      String source, String item, String type, String message, byte[] raw, Instant observedAt) {
    return DeadLetter.newBuilder()
        .setOrigin("source")
        .setSource(source)
        .setItem(item)
        .setErrorType(type)
        .setErrorMessage(message)
        .setRaw(ByteBuffer.wrap(Arrays.copyOf(raw, Math.min(raw.length, MAX_RAW))))
        .setObservedAt(observedAt)
        .build();
  }
}
