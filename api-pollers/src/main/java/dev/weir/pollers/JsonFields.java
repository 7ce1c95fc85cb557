package dev.weir.pollers;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * An object of a network's JSON, read strictly: a field has the type that the caller asks for, or
 * the item is malformed. JSON's null counts as absent. Immutable as long as its node is left alone.
 */
public final class JsonFields {
  private final JsonNode node;
  private final String path;

  private JsonFields(JsonNode node, String path) {
    this.node = node;
    this.path = path;
  }

  /**
   * Reads an object.
   *
   * @param name what messages call it
   */
  public static JsonFields of(JsonNode node, String name) throws MalformedItemException {
    if (!node.isObject()) {
      throw new MalformedItemException(
          "malformed-item", "Expected %s to be an object, got: %s".formatted(name, kind(node)));
    }
    return new JsonFields(node, name);
  }

  public boolean has(String field) {
    return node.hasNonNull(field);
  }

  /** Returns a text that must be there and not be empty. */
  public String text(String field) throws MalformedItemException {
    String text = anyText(field);
    if (text.isEmpty()) {
      throw new MalformedItemException(
          "malformed-field", "Expected %s to be a text, got an empty one".formatted(at(field)));
    }
    return text;
  }

  /** Returns a text that must be there and may be empty. */
  public String anyText(String field) throws MalformedItemException {
    return optionalText(field).orElseThrow(() -> missing(field));
  }

  public Optional<String> optionalText(String field) throws MalformedItemException {
    JsonNode value = node.path(field);
    if (value.isMissingNode() || value.isNull()) {
      return Optional.empty();
    }
    if (!value.isTextual()) {
      throw wrong(field, "a text", value);
    }
    return Optional.of(value.textValue());
  }

  /** Returns an instant in ISO 8601 that must be there. */
  public Instant time(String field) throws MalformedItemException {
    return optionalTime(field).orElseThrow(() -> missing(field));
  }

  public Optional<Instant> optionalTime(String field) throws MalformedItemException {
    Optional<String> text = optionalText(field);
    return text.isEmpty() ? Optional.empty() : Optional.of(Times.parse(text.get(), at(field)));
  }

  /** Returns an integer that must be there, and must fit a long. */
  public long number(String field) throws MalformedItemException {
    return optionalNumber(field).orElseThrow(() -> missing(field));
  }

  public OptionalLong optionalNumber(String field) throws MalformedItemException {
    JsonNode value = node.path(field);
    if (value.isMissingNode() || value.isNull()) {
      return OptionalLong.empty();
    }
    if (!value.isIntegralNumber()
        || BigInteger.valueOf(value.longValue()).compareTo(value.bigIntegerValue()) != 0) {
      throw wrong(field, "an integer", value);
    }
    return OptionalLong.of(value.longValue());
  }

  /** Returns an object that must be there. */
  public JsonFields object(String field) throws MalformedItemException {
    return optionalObject(field).orElseThrow(() -> missing(field));
  }

  public Optional<JsonFields> optionalObject(String field) throws MalformedItemException {
    JsonNode value = node.path(field);
    if (value.isMissingNode() || value.isNull()) {
      return Optional.empty();
    }
    if (!value.isObject()) {
      throw wrong(field, "an object", value);
    }
    return Optional.of(new JsonFields(value, at(field)));
  }

  /**
   * Returns the objects of an array; none where it is absent. An element that is no object is left
   * out.
   */
  public List<JsonFields> objects(String field) throws MalformedItemException {
    return elements(field)
        .filter(JsonNode::isObject)
        .map(element -> new JsonFields(element, at(field) + "[]"))
        .toList();
  }

  /**
   * Returns the texts of an array; none where it is absent. An element that is no text is left out.
   */
  public List<String> texts(String field) throws MalformedItemException {
    return elements(field).filter(JsonNode::isTextual).map(JsonNode::textValue).toList();
  }

  private Stream<JsonNode> elements(String field) throws MalformedItemException {
    JsonNode value = node.path(field);
    if (value.isMissingNode() || value.isNull()) {
      return Stream.empty();
    }
    if (!value.isArray()) {
      throw wrong(field, "an array", value);
    }
    return StreamSupport.stream(value.spliterator(), false);
  }

  private MalformedItemException missing(String field) {
    return new MalformedItemException(
        "missing-field", "Expected %s, got none".formatted(at(field)));
  }

  private MalformedItemException wrong(String field, String expected, JsonNode value) {
    String text = value.toString();
    String shown = text.length() > 80 ? text.substring(0, 80) + "…" : text;
    return new MalformedItemException(
        "malformed-field", "Expected %s to be %s, got: %s".formatted(at(field), expected, shown));
  }

  private String at(String field) {
    return path + "." + field;
  }

  private static String kind(JsonNode node) {
    return node.getNodeType().name().toLowerCase(java.util.Locale.ROOT);
  }
}
