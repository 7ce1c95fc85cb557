package dev.weir.pollers.x;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The objects that a response includes beside its Tweets.
 *
 * @param handles of users, by id
 * @param tweets that others refer to, by id
 */
record Includes(Map<String, String> handles, Map<String, JsonNode> tweets) {

  /** Reads them; objects without an id are skipped. */
  static Includes of(JsonNode response) {
    Map<String, String> handles = new HashMap<>();
    for (JsonNode user : response.path("includes").path("users")) {
      String handle = user.path("username").asText("");
      if (!handle.isEmpty()) {
        handles.put(user.path("id").asText(""), handle);
      }
    }
    Map<String, JsonNode> tweets = new HashMap<>();
    for (JsonNode tweet : response.path("includes").path("tweets")) {
      tweets.put(tweet.path("id").asText(""), tweet);
    }
    return new Includes(handles, tweets);
  }

  Optional<String> handle(Optional<String> id) {
    return id.map(handles::get);
  }

  Optional<JsonNode> tweet(Optional<String> id) {
    return id.map(tweets::get);
  }
}
