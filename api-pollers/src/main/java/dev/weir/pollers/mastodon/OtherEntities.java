package dev.weir.pollers.mastodon;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Tells the API's other entities from a Status, by a field that it lacks. */
final class OtherEntities {
  private static final Map<String, String> KINDS = new LinkedHashMap<>();

  static {
    KINDS.put("error", "error");
    KINDS.put("acct", "account");
    KINDS.put("options", "poll");
    KINDS.put("history", "trend");
    KINDS.put("week", "activity");
    KINDS.put("digest", "domain-block");
    KINDS.put("domain", "instance");
    KINDS.put("version", "instance");
    KINDS.put("title", "instance");
    KINDS.put("updated_at", "description");
    KINDS.put("accounts", "search");
    KINDS.put("name", "tag");
    KINDS.put("text", "text");
  }

  private OtherEntities() {}

  /** A notification has a time and an account, as a status has, but no content of its own. */
  static boolean isNotification(JsonNode node) {
    return node.path("type").isTextual()
        && node.has("account")
        && !node.has("content")
        && !node.has("uri");
  }

  /**
   * Returns the kind of an entity that is no Status; empty for a Status, also for a damaged one.
   */
  static Optional<String> kind(JsonNode node) {
    if (node.isTextual()) {
      return Optional.of("text");
    }
    if (isNotification(node)) {
      return Optional.of("notification");
    }
    boolean status =
        !node.isObject()
            || (node.has("content") && !node.has("updated_at"))
            || (node.has("created_at") && !node.has("acct"));
    if (status) {
      return Optional.empty();
    }
    return Optional.of(
        KINDS.entrySet().stream()
            .filter(entry -> node.has(entry.getKey()))
            .map(Map.Entry::getValue)
            .findFirst()
            .orElse("other"));
  }
}
