package dev.weir.pollers.x;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Distinguishes the API's other objects from Tweets, by their distinctive fields. */
final class OtherObjects {
  private static final Map<String, String> KINDS =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry("username", "user"),
              Map.entry("event_type", "direct-message"),
              Map.entry("dm_conversation_id", "direct-message"),
              Map.entry("tweet_count", "count"),
              Map.entry("trend_name", "trend"),
              Map.entry("upload_url", "compliance-job"),
              Map.entry("media_key", "media"),
              Map.entry("media_id", "media"),
              Map.entry("value", "rule"),
              Map.entry("voting_status", "poll"),
              Map.entry("full_name", "place"),
              Map.entry("state", "space"),
              Map.entry("project_usage", "usage"),
              Map.entry("result_count", "meta")));

  private OtherObjects() {}

  /**
   * Returns the kind of an object that is not a Tweet; empty for a Tweet, also for a damaged one.
   */
  static Optional<String> kind(JsonNode node) {
    if (!node.isObject() || (node.has("text") && !node.has("event_type"))) {
      return Optional.empty();
    }
    Optional<String> kind =
        KINDS.entrySet().stream()
            .filter(entry -> node.has(entry.getKey()))
            .map(Map.Entry::getValue)
            .findFirst();
    if (kind.isPresent()) {
      return kind;
    }
    boolean tweet =
        node.has("author_id") || node.has("conversation_id") || node.has("edit_history_tweet_ids");
    return tweet ? Optional.empty() : Optional.of("other");
  }
}
