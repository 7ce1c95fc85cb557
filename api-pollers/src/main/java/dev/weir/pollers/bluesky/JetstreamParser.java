package dev.weir.pollers.bluesky;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weir.pollers.JsonItems;
import dev.weir.pollers.Links;
import dev.weir.pollers.MalformedItemException;
import dev.weir.pollers.Origin;
import dev.weir.pollers.Parsed;
import dev.weir.pollers.PayloadParser;
import dev.weir.pollers.Unreadable;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Parses Jetstream's messages, one JSON object a line. Creates, updates and deletes of posts become
 * posts; identity and account events, which are always sent, and other collections are skipped by
 * name.
 */
public final class JetstreamParser implements PayloadParser {
  /** The collection that holds posts. */
  public static final String POSTS = "app.bsky.feed.post";

  private final FeedPostReader reader;

  /**
   * Creates an instance.
   *
   * @param normalizer maps a URL as written to its canonical form
   */
  public JetstreamParser(Function<String, Optional<String>> normalizer) {
    this.reader = new FeedPostReader(new Links(normalizer));
  }

  @Override
  public List<Parsed> parse(byte[] payload, Origin origin) {
    List<Parsed> parsed = new ArrayList<>();
    // ISO 8859-1 preserves every byte of a line.
    new String(payload, StandardCharsets.ISO_8859_1)
        .lines()
        .filter(line -> !line.isBlank())
        .forEach(
            line -> parsed.add(parseMessage(line.getBytes(StandardCharsets.ISO_8859_1), origin)));
    return parsed;
  }

  /** Reads one message. */
  Parsed parseMessage(byte[] message, Origin origin) {
    @Nullable JsonNode node = null;
    try {
      node = JsonItems.read(message);
      return parse(JetstreamEvent.read(node), message, origin);
    } catch (MalformedItemException e) {
      return Unreadable.item(origin, node == null ? null : name(node), e, message);
    }
  }

  /** Reads the record of an event. */
  Parsed parse(JetstreamEvent event, byte[] message, Origin origin) {
    if (event.commit().isEmpty()) {
      return new Parsed.Skipped(event.kind());
    }
    JetstreamEvent.Commit commit = event.commit().get();
    if (!commit.collection().equals(POSTS)) {
      return new Parsed.Skipped(commit.collection());
    }
    try {
      return new Parsed.Item(reader.read(event, commit, origin));
    } catch (MalformedItemException e) {
      return Unreadable.item(origin, event.uri(commit), e, message);
    }
  }

  private static @Nullable String name(JsonNode event) {
    JsonNode commit = event.path("commit");
    List<JsonNode> parts =
        List.of(event.path("did"), commit.path("collection"), commit.path("rkey"));
    if (!parts.stream().allMatch(part -> part.isTextual() && !part.textValue().isEmpty())) {
      return null;
    }
    return "at://" + String.join("/", parts.stream().map(JsonNode::textValue).toList());
  }
}
