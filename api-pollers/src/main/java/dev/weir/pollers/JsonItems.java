package dev.weir.pollers;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Splits a payload into its items, each with its original bytes, for dead letters. */
public final class JsonItems {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private JsonItems() {}

  /** One item. */
  @SuppressWarnings("ArrayRecordComponent") // read once, never compared
  public record Item(JsonNode node, byte[] raw) {}

  /**
   * The items of a payload.
   *
   * @param items the valid JSON items, in order
   * @param broken the error at which the payload stops being JSON
   * @param rest the bytes from there on; empty if there is no error
   */
  @SuppressWarnings("ArrayRecordComponent") // read once, never compared
  public record Items(List<Item> items, Optional<MalformedItemException> broken, byte[] rest) {}

  /** Reads a single JSON value without trailing content. */
  public static JsonNode read(byte[] json) throws MalformedItemException {
    try (JsonParser parser = MAPPER.createParser(json)) {
      if (parser.nextToken() == null) {
        throw new MalformedItemException("malformed-json", "Expected JSON, got nothing");
      }
      JsonNode node = MAPPER.readTree(parser);
      if (parser.nextToken() != null) {
        throw new MalformedItemException(
            "malformed-json", "Expected one JSON value, got more behind it");
      }
      return node;
    } catch (IOException e) {
      throw malformed(e);
    }
  }

  /** Returns the elements of an array, or a sequence of values (JSON lines), or a single value. */
  public static Items split(byte[] payload) {
    List<Item> items = new ArrayList<>();
    long offset = 0;
    try (JsonParser parser = MAPPER.createParser(payload)) {
      JsonToken token = parser.nextToken();
      boolean array = token == JsonToken.START_ARRAY;
      if (array) {
        token = parser.nextToken();
      }
      while (token != null && token != JsonToken.END_ARRAY) {
        items.add(item(parser, payload));
        offset = parser.currentLocation().getByteOffset();
        token = parser.nextToken();
      }
      if (array && token == null) {
        throw new JsonParseException(parser, "The array does not end");
      }
      return new Items(items, Optional.empty(), new byte[0]);
    } catch (IOException e) {
      return new Items(
          items,
          Optional.of(malformed(e)),
          Arrays.copyOfRange(payload, (int) offset, payload.length));
    }
  }

  private static Item item(JsonParser parser, byte[] payload) throws IOException {
    long start = parser.currentTokenLocation().getByteOffset();
    boolean structured = parser.currentToken().isStructStart();
    @Nullable JsonNode node = MAPPER.readTree(parser);
    if (node == null) {
      throw new JsonParseException(parser, "A value is missing");
    }
    long end = parser.currentLocation().getByteOffset();
    return new Item(
        node, structured ? Arrays.copyOfRange(payload, (int) start, (int) end) : bytes(node));
  }

  /** Whether the payload is an array; its content may be broken. */
  public static boolean isArray(byte[] payload) {
    try (JsonParser parser = MAPPER.createParser(payload)) {
      return parser.nextToken() == JsonToken.START_ARRAY;
    } catch (IOException e) {
      return false;
    }
  }

  /** Serializes a value of ours. */
  public static byte[] bytes(JsonNode node) {
    try {
      return MAPPER.writeValueAsBytes(node);
    } catch (IOException e) {
      throw new UncheckedIOException("Expected any JSON node to be writable", e);
    }
  }

  private static MalformedItemException malformed(IOException e) {
    String reason =
        e instanceof com.fasterxml.jackson.core.JsonProcessingException json
            ? json.getOriginalMessage()
            : e.toString();
    return new MalformedItemException("malformed-json", "Expected JSON, got: " + reason);
  }
}
