package dev.weir.pollers.x;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import twitter4j.JSONObject;
import twitter4j.User2;

/** Reads what a response includes besides its Tweets. */
final class Includes {
  private static final Logger LOG = LoggerFactory.getLogger(Includes.class);

  private Includes() {}

  /**
   * Returns the users by id. One that cannot be read is left out: a post loses its author's handle
   * and nothing else.
   */
  static Map<Long, User2> users(JsonNode response) {
    Map<Long, User2> users = new HashMap<>();
    for (JsonNode node : response.path("includes").path("users")) {
      try {
        User2 user = User2.Companion.parse(new JSONObject(node.toString()));
        users.put(user.getId(), user);
      } catch (RuntimeException e) {
        LOG.atDebug()
            .addKeyValue("user", node)
            .setCause(e)
            .log("Left out a user that could not be read");
      }
    }
    return users;
  }
}
