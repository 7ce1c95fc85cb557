package dev.weir.ingest.program;

import dev.weir.ingest.source.Outgoing;
import dev.weir.ingest.source.PollResult;
import dev.weir.schemas.topic.Topics;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The meaning of a source's response.
 *
 * @param text for people
 * @param good whether the response is as it should be
 */
public record Verdict(String text, boolean good) {
  /** Good, with the number of records by topic. */
  static Verdict counted(List<PollResult> results) {
    Map<String, Integer> topics = new TreeMap<>(Map.of(Topics.POSTS, 0));
    for (PollResult result : results) {
      for (Outgoing record : result.records()) {
        topics.merge(record.topic(), 1, Integer::sum);
      }
    }
    StringBuilder line = new StringBuilder("answered");
    topics.forEach((topic, count) -> line.append(", ").append(count).append(" to ").append(topic));
    return new Verdict(line.toString(), true);
  }
}
