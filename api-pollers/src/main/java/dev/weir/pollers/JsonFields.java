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
 * A JSON object of a network. A required field must have the requested type, or the item is
 * malformed. An optional field of another type counts as absent: servers and clients get such
 * fields wrong, and that must never cost a whole post. JSON's null counts as absent, and a number
 * is accepted as text. Immutable as long as its node is not modified.
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
   * @param name its name in messages
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

  /** Returns a required text that is not empty. */
  public String text(String field) throws MalformedItemException {
    String text = anyText(field);
    if (text.isEmpty()) {
      throw new MalformedItemException(
          "malformed-field", "Expected %s to be a text, got an empty one".formatted(at(field)));
    }
    return text;
  }

  /** Returns a required text that may be empty. */
  public String anyText(String field) throws MalformedItemException {
    return required(field, "a text", optionalText(field));
  }

  public Optional<String> optionalText(String field) {
    JsonNode value = node.path(field);
    return value.isTextual() || value.isNumber() ? Optional.of(value.asText()) : Optional.empty();
  }

  /** Returns a required instant in ISO 8601. */
  public Instant time(String field) throws MalformedItemException {
    return Times.parse(anyText(field), at(field));
  }

  public Optional<Instant> optionalTime(String field) {
    try {
      return Optional.of(time(field));
    } catch (MalformedItemException e) {
      return Optional.empty();
    }
  }

  /** Returns a required integer that fits a long. */
  public long number(String field) throws MalformedItemException {
    OptionalLong number = optionalNumber(field);
    return required(
        field,
        "an integer",
        number.isPresent() ? Optional.of(number.getAsLong()) : Optional.empty());
  }

  public OptionalLong optionalNumber(String field) {
    JsonNode value = node.path(field);
    boolean digits = value.isTextual() && value.textValue().matches("-?\\d{1,19}");
    if (!value.isIntegralNumber() && !digits) {
      return OptionalLong.empty();
    }
    BigInteger number = digits ? new BigInteger(value.textValue()) : value.bigIntegerValue();
    return number.bitLength() < Long.SIZE
        ? OptionalLong.of(number.longValue())
        : OptionalLong.empty();
  }

  /** Returns an integer that is a JSON number, not a text. */
  public OptionalLong optionalInteger(String field) {
    return node.path(field).isNumber() ? optionalNumber(field) : OptionalLong.empty();
  }

  /** Returns a required object. */
  public JsonFields object(String field) throws MalformedItemException {
    return required(field, "an object", optionalObject(field));
  }

  public Optional<JsonFields> optionalObject(String field) {
    JsonNode value = node.path(field);
    return value.isObject() ? Optional.of(new JsonFields(value, at(field))) : Optional.empty();
  }

  /**
   * Returns the objects of an array; empty if it is absent. Elements that are not objects are
   * skipped.
   */
  public List<JsonFields> objects(String field) {
    return elements(field)
        .filter(JsonNode::isObject)
        .map(element -> new JsonFields(element, at(field) + "[]"))
        .toList();
  }

  /**
   * Returns the texts of an array; empty if it is absent. Elements that are not texts are skipped,
   * and a single text counts as an array of one.
   */
  public List<String> texts(String field) {
    JsonNode value = node.path(field);
    return (value.isTextual() ? Stream.of(value) : elements(field))
        .filter(element -> element.isTextual() || element.isNumber())
        .map(JsonNode::asText)
        .toList();
  }

  private Stream<JsonNode> elements(String field) {
    JsonNode value = node.path(field);
    return value.isArray() ? StreamSupport.stream(value.spliterator(), false) : Stream.empty();
  }

  private <T> T required(String field, String expected, Optional<T> value)
      throws MalformedItemException {
    if (value.isPresent()) {
      return value.get();
    }
    throw has(field) ? wrong(field, expected, node.path(field)) : missing(field);
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
