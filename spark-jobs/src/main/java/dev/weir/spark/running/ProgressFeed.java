package dev.weir.spark.running;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.StreamingQueryProgress;

/** A query's progress, each batch once. */
final class ProgressFeed {

  private final StreamingQuery query;
  private long last = -1;

  ProgressFeed(StreamingQuery query) {
    this.query = query;
  }

  /** What was committed since the last time. */
  List<StreamingQueryProgress> next() {
    StreamingQueryProgress latest = query.lastProgress();
    if (latest == null || latest.batchId() == last) {
      return List.of();
    }
    List<StreamingQueryProgress> fresh = new ArrayList<>();
    for (StreamingQueryProgress progress : query.recentProgress()) {
      boolean ran = progress.durationMs().containsKey("addBatch");
      if (progress.batchId() > last && ran) {
        fresh.add(progress);
      }
    }
    if (!fresh.isEmpty()) {
      last = fresh.get(fresh.size() - 1).batchId();
    }
    return fresh;
  }
}
