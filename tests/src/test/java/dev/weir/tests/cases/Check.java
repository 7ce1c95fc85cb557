package dev.weir.tests.cases;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One thing that a command's output must show; the cases' README describes the form. */
record Check(JsonNode stated) {
  private static final int SHOWN = 300;

  /** Says what is wrong, or nothing when the check holds. */
  Optional<String> failure(List<CommandRun> runs) {
    CommandRun run = runs.get(stated.path("cmd").asInt(0));
    if (stated.has("exit")) {
      return unless(run.exit() == stated.get("exit").asInt(), run.exit() + " " + run.err());
    }
    for (String stream : List.of("out", "err")) {
      String text = stream.equals("out") ? run.out() : run.err();
      if (stated.has(stream + "_has")) {
        return unless(text.contains(stated.get(stream + "_has").asText()), text);
      }
      if (stated.has(stream + "_lacks")) {
        return unless(!text.contains(stated.get(stream + "_lacks").asText()), text);
      }
    }
    return valueFailure(run);
  }

  private Optional<String> valueFailure(CommandRun run) {
    List<JsonNode> values = run.values();
    if (stated.has("items")) {
      return unless(values.size() == stated.get("items").asInt(), values.size() + " values");
    }
    int item = stated.path("item").asInt(0);
    if (item >= values.size()) {
      return unless(false, "no value " + item + "; " + run.err());
    }
    JsonNode got = field(values.get(item), stated.path("field").asText());
    return unless(holds(got), got.toString());
  }

  private boolean holds(JsonNode got) {
    if (stated.has("is")) {
      return same(got, stated.get("is"));
    }
    if (stated.has("in")) {
      return contains(stated.get("in"), got);
    }
    if (stated.has("has")) {
      return !got.isNull() && contains(got, stated.get("has"));
    }
    if (stated.has("lacks")) {
      return !got.isNull() && !contains(got, stated.get("lacks"));
    }
    throw new IllegalArgumentException("Expected a known check, got: " + stated);
  }

  /** Follows a dotted path: a number is an index, {@code *} is every element. */
  private static JsonNode field(JsonNode value, String path) {
    List<JsonNode> current = List.of(value);
    boolean many = false;
    for (String part : path.split("\\.")) {
      List<JsonNode> next = new ArrayList<>();
      for (JsonNode one : current) {
        if (part.equals("*")) {
          many = true;
          one.forEach(next::add);
        } else {
          next.add(child(one, part));
        }
      }
      current = next;
    }
    return many ? JsonNodeFactory.instance.arrayNode().addAll(current) : current.get(0);
  }

  private static JsonNode child(JsonNode of, String part) {
    JsonNode child = of.isArray() ? of.get(Integer.parseInt(part)) : of.get(part);
    return child == null ? NullNode.getInstance() : child;
  }

  private static boolean contains(JsonNode whole, JsonNode part) {
    if (whole.isTextual()) {
      return whole.asText().contains(part.asText());
    }
    for (JsonNode element : whole) {
      if (same(element, part)) {
        return true;
      }
    }
    return false;
  }

  private static boolean same(JsonNode one, JsonNode other) {
    return one.isNumber() && other.isNumber()
        ? one.decimalValue().compareTo(other.decimalValue()) == 0
        : one.equals(other);
  }

  private Optional<String> unless(boolean holds, String got) {
    return holds
        ? Optional.empty()
        : Optional.of(
            "expected %s, got %s"
                .formatted(stated, got.length() > SHOWN ? got.substring(0, SHOWN) + "…" : got));
  }
}
