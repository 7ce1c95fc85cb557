package dev.weir.ingest.shard;

import dev.weir.ingest.source.Outgoing;
import dev.weir.schemas.record.DeadLetter;
import java.nio.ByteBuffer;
import java.time.Instant;

/**
 * What becomes of records that no topic takes: were they sent, their transaction would fail each
 * time it is tried.
 */
final class OversizedRecords {

  static final String ERROR_TYPE = "record-too-large";

  private static final int MAX_RAW = 1024 * 1024;
  private static final int MAX_TEXT = 1000;

  private OversizedRecords() {}

  static DeadLetter deadLetter(String source, Outgoing outgoing, byte[] value, Instant observedAt) {
    return DeadLetter.newBuilder()
        .setOrigin("source")
        .setSource(source)
        .setItem(cut(outgoing.key()))
        .setErrorType(ERROR_TYPE)
        .setErrorMessage(
            "Expected a record for "
                + outgoing.topic()
                + " of at most "
                + KafkaClients.MAX_RECORD
                + " bytes, got: "
                + value.length)
        .setRaw(ByteBuffer.wrap(value, 0, Math.min(value.length, MAX_RAW)).slice())
        .setObservedAt(CoverageTracker.micros(observedAt))
        .build();
  }

  private static String cut(String text) {
    return text.length() <= MAX_TEXT ? text : text.substring(0, MAX_TEXT);
  }
}
