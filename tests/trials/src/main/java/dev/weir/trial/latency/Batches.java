package dev.weir.trial.latency;

import dev.weir.schemas.status.ProgramStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The batches of Spark's queries, as far as its status file showed them; it is written each second,
 * so that of two batches within one second the first is not seen. Not thread-safe.
 */
final class Batches {
  private final Map<String, Query> queries = new TreeMap<>();

  /** The batches of one query. */
  static final class Query {
    private long last = -1;
    private final List<Long> millis = new ArrayList<>();
    private final List<Long> rows = new ArrayList<>();
    private final Map<String, List<Long>> phases = new TreeMap<>();

    List<Long> millis() {
      return millis;
    }

    List<Long> rows() {
      return rows;
    }

    /** How long each phase took, by the name that Spark gives it. */
    Map<String, List<Long>> phases() {
      return phases;
    }
  }

  /** Takes up what the status says of batches that have not been seen yet. */
  void sample(ProgramStatus status) {
    for (ProgramStatus.Part part : status.parts()) {
      Query query = queries.computeIfAbsent(part.name(), unused -> new Query());
      long batch = number(part.facts().get("batch"), -1);
      if (batch <= query.last) {
        continue;
      }
      boolean isFirst = query.last < 0;
      query.last = batch;
      if (isFirst) {
        // It may have ended before the measuring began.
        continue;
      }
      query.millis.add(number(part.facts().get("batch_millis"), 0));
      query.rows.add(number(part.facts().get("input_rows"), 0));
      if (part.facts().get("batch_phases") instanceof Map<?, ?> phases) {
        phases.forEach(
            (name, time) ->
                query
                    .phases
                    .computeIfAbsent(String.valueOf(name), unused -> new ArrayList<>())
                    .add(number(time, 0)));
      }
    }
  }

  private static long number(@Nullable Object value, long fallback) {
    return value instanceof Number number ? number.longValue() : fallback;
  }

  Map<String, Query> queries() {
    return queries;
  }
}
