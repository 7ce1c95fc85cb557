package dev.weir.scrapers.source;

import dev.weir.ingest.source.Outgoing;
import dev.weir.schemas.record.DeadLetter;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;

/** Dead letters of a source's documents. */
final class DeadLetters {
  private static final int MAX_RAW = 1 << 20;

  private DeadLetters() {}

  static Outgoing of(
      String source, String item, String type, String message, byte[] raw, Instant now) {
    byte[] kept = raw.length > MAX_RAW ? Arrays.copyOf(raw, MAX_RAW) : raw;
    return Outgoing.deadLetter(
        DeadLetter.newBuilder()
            .setOrigin("source")
            .setSource(source)
            .setItem(item)
            .setErrorType(type)
            .setErrorMessage(message)
            .setRaw(ByteBuffer.wrap(kept))
            .setObservedAt(now)
            .build());
  }
}
