package dev.weir.scrapers.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weir.scrapers.text.StatedTime;
import java.util.Optional;

/** JSON output of the commands: absent values are omitted, times are ISO 8601 in UTC. */
final class JsonLines {
  private static final ObjectMapper JSON = new ObjectMapper();

  private JsonLines() {}

  static ObjectNode object() {
    return JSON.createObjectNode();
  }

  static void put(ObjectNode node, String name, Optional<String> value) {
    value.ifPresent(text -> node.put(name, text));
  }

  /** A time with its precision and the source of its zone, in fields with a common prefix. */
  static void put(ObjectNode node, String at, String stem, Optional<StatedTime> time) {
    time.ifPresent(
        stated -> {
          node.put(at, stated.at().toString());
          node.put(stem + "_precision", stated.precision().label());
          node.put(stem + "_zone", stated.zone().label());
        });
  }

  static String line(ObjectNode node) {
    try {
      return JSON.writeValueAsString(node);
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException("Expected a tree of plain values", impossible);
    }
  }

  static String pretty(ObjectNode node) {
    return node.toPrettyString();
  }
}
