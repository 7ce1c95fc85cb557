package dev.weir.spark.running;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.weir.schemas.status.ProgramStatus;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.streaming.SourceProgress;
import org.apache.spark.sql.streaming.StreamingQueryProgress;

/** What a query says of itself. Safe for use by several threads. */
final class QueryStatus {

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final String query;
  private final Map<String, Object> facts = new TreeMap<>();
  private String state = "waiting";
  private String detail = "";
  private Instant since = Instant.now();
  private long dropped;

  QueryStatus(String query) {
    this.query = query;
  }

  synchronized void become(String newState, String newDetail) {
    state = newState;
    detail = newDetail;
    since = Instant.now();
  }

  /** It looked for new records, and found none. */
  synchronized void idle() {
    if (!facts.containsKey("batch")) {
      facts.put("idle", true);
    }
  }

  synchronized void progressed(StreamingQueryProgress progress) {
    facts.remove("idle");
    facts.put("batch", progress.batchId());
    facts.put("input_rows", progress.numInputRows());
    facts.put("input_rows_per_second", finite(progress.inputRowsPerSecond()));
    facts.put("batch_millis", progress.durationMs().getOrDefault("triggerExecution", 0L));
    facts.put("batch_phases", new TreeMap<>(progress.durationMs()));
    facts.put("watermark", Watermarks.of(progress).toString());
    facts.put("lag", lag(progress));
    facts.put("rows_dropped", dropped);
  }

  /** Counts rows that a batch dropped because they were behind the watermark. */
  synchronized void dropped(long rows) {
    dropped += rows;
    facts.put("rows_dropped", dropped);
  }

  /** Shows further facts. */
  synchronized void add(Map<String, Object> more) {
    facts.putAll(more);
  }

  synchronized ProgramStatus.Part part() {
    return new ProgramStatus.Part(query, state, detail, since, facts);
  }

  private static double finite(double value) {
    return Double.isFinite(value) ? Math.round(value * 10) / 10.0 : 0;
  }

  /** Records that were there when the batch was planned and were left for later. */
  static long lag(StreamingQueryProgress progress) {
    long lag = 0;
    for (SourceProgress source : progress.sources()) {
      lag += Math.max(0, sum(source.latestOffset()) - sum(source.endOffset()));
    }
    return lag;
  }

  private static long sum(String offsets) {
    try {
      long sum = 0;
      for (JsonNode topic : MAPPER.readTree(offsets == null ? "{}" : offsets)) {
        for (JsonNode offset : topic) {
          sum += offset.asLong();
        }
      }
      return sum;
    } catch (JsonProcessingException e) {
      return 0;
    }
  }
}
