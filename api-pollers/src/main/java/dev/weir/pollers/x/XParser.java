package dev.weir.pollers.x;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weir.pollers.JsonItems;
import dev.weir.pollers.Links;
import dev.weir.pollers.MalformedItemException;
import dev.weir.pollers.Origin;
import dev.weir.pollers.Parsed;
import dev.weir.pollers.PayloadParser;
import dev.weir.pollers.Unreadable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Parses the responses of X's API v2: {@code data} with one Tweet or many, {@code includes} and
 * {@code errors}; a line of a stream; a bare Tweet. Objects of other kinds and errors are skipped
 * by name.
 *
 * @see <a href="https://docs.x.com/x-api/fundamentals/data-dictionary">the data dictionary</a>
 */
public final class XParser implements PayloadParser {
  private final TweetReader reader;

  /**
   * Creates an instance.
   *
   * @param normalizer maps a URL as written to its canonical form
   */
  public XParser(Function<String, Optional<String>> normalizer) {
    this.reader = new TweetReader(new Links(normalizer));
  }

  @Override
  public List<Parsed> parse(byte[] payload, Origin origin) {
    JsonItems.Items items = JsonItems.split(payload);
    List<Parsed> parsed = new ArrayList<>();
    for (JsonItems.Item item : items.items()) {
      parsed.addAll(parse(item, origin));
    }
    items
        .broken()
        .ifPresent(error -> parsed.add(Unreadable.item(origin, null, error, items.rest())));
    return parsed;
  }

  private List<Parsed> parse(JsonItems.Item response, Origin origin) {
    JsonNode root = response.node();
    List<Parsed> parsed = new ArrayList<>();
    Includes includes = Includes.of(root);
    JsonNode data = root.path("data");
    if (data.isArray()) {
      data.forEach(node -> parsed.add(parse(node, includes, origin)));
    } else if (data.isObject()) {
      parsed.add(parse(data, includes, origin));
    } else if (!root.has("errors")) {
      parsed.add(parse(root, includes, origin));
    }
    root.path("errors").forEach(error -> parsed.add(new Parsed.Skipped("error")));
    if (parsed.isEmpty()) {
      parsed.add(new Parsed.Skipped("empty"));
    }
    return parsed;
  }

  private Parsed parse(JsonNode node, Includes includes, Origin origin) {
    Optional<String> other = OtherObjects.kind(node);
    if (other.isPresent()) {
      return new Parsed.Skipped(other.get());
    }
    try {
      return new Parsed.Item(reader.read(node, includes, origin));
    } catch (MalformedItemException e) {
      return Unreadable.item(origin, name(node), e, JsonItems.bytes(node));
    }
  }

  private static @Nullable String name(JsonNode node) {
    String id = node.path("id").asText();
    return id.isEmpty() ? null : id;
  }
}
