package dev.weir.ingest.shard.commit;

import dev.weir.ingest.source.DeadLetters;
import dev.weir.ingest.source.Outgoing;
import dev.weir.schemas.record.DeadLetter;
import java.time.Instant;

/**
 * What becomes of records that no topic takes: were they sent, their transaction would fail each
 * time it is tried.
 */
final class OversizedRecords {

  static final String ERROR_TYPE = "record-too-large";

  private static final int MAX_TEXT = 1000;

  private OversizedRecords() {}

  static DeadLetter deadLetter(String source, Outgoing outgoing, byte[] value, Instant observedAt) {
    String message =
        "Expected a record for %s of at most %d bytes, got: %d"
            .formatted(outgoing.topic(), KafkaClients.MAX_RECORD, value.length);
    return DeadLetters.of(
        source,
        cut(outgoing.key()),
        ERROR_TYPE,
        message,
        value,
        CoverageTracker.micros(observedAt));
  }

  private static String cut(String text) {
    return text.length() <= MAX_TEXT ? text : text.substring(0, MAX_TEXT);
  }
}
