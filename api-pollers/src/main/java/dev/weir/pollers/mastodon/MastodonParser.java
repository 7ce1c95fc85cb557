package dev.weir.pollers.mastodon;

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
 * Reads what the API answers with: a timeline (an array of Status), one Status, a search or a
 * context. Entities of other kinds are skipped by name. See <a
 * href="https://docs.joinmastodon.org/entities/Status/">Status</a>.
 */
public final class MastodonParser implements PayloadParser {
  private final StatusReader reader;

  /**
   * Makes one.
   *
   * @param instance the instance's address, such as {@code https://mastodon.example}, in whose own
   *     ids answered posts are named; empty for none
   * @param normalizer a URL as written to its canonical form
   */
  public MastodonParser(Optional<String> instance, Function<String, Optional<String>> normalizer) {
    this.reader = new StatusReader(instance, new Links(normalizer));
  }

  @Override
  public List<Parsed> parse(byte[] payload, Origin origin) {
    JsonItems.Items items = JsonItems.split(payload);
    List<Parsed> parsed = new ArrayList<>();
    for (JsonItems.Item item : items.items()) {
      List<JsonNode> nested = nested(item.node());
      if (nested.isEmpty()) {
        parsed.add(parse(item, origin));
      } else {
        nested.forEach(
            node -> parsed.add(parse(new JsonItems.Item(node, JsonItems.bytes(node)), origin)));
      }
    }
    items
        .broken()
        .ifPresent(error -> parsed.add(Unreadable.item(origin, null, error, items.rest())));
    return parsed;
  }

  private Parsed parse(JsonItems.Item item, Origin origin) {
    Optional<String> other = OtherEntities.kind(item.node());
    return other.isPresent() ? new Parsed.Skipped(other.get()) : parseStatus(item, origin);
  }

  /** Reads one element of a timeline, where nothing but a Status belongs. */
  Parsed parseStatus(JsonItems.Item item, Origin origin) {
    try {
      return new Parsed.Item(reader.read(item.node(), origin));
    } catch (MalformedItemException e) {
      return Unreadable.item(origin, name(item.node()), e, item.raw());
    }
  }

  private static List<JsonNode> nested(JsonNode node) {
    List<JsonNode> entities = new ArrayList<>();
    if (OtherEntities.isNotification(node) && node.path("status").isObject()) {
      entities.add(node.path("status"));
    }
    for (String field : List.of("statuses", "ancestors", "descendants", "accounts", "hashtags")) {
      if (node.path(field).isArray()) {
        node.path(field).forEach(entities::add);
      }
    }
    return entities;
  }

  private static @Nullable String name(JsonNode node) {
    JsonNode name = node.path("uri").isTextual() ? node.path("uri") : node.path("id");
    return name.isTextual() || name.isNumber() ? emptyToNull(name.asText()) : null;
  }

  private static @Nullable String emptyToNull(String text) {
    return text.isEmpty() ? null : text;
  }
}
