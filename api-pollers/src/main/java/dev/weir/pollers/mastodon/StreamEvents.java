package dev.weir.pollers.mastodon;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weir.pollers.JsonItems;
import dev.weir.pollers.MalformedItemException;
import dev.weir.pollers.Origin;
import dev.weir.pollers.Parsed;
import dev.weir.pollers.Unreadable;
import dev.weir.pollers.mastodon.TimelinePosition.Seen;
import dev.weir.schemas.record.Post;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads the messages of a stream: new and edited statuses, and deletions. A deletion names a status
 * by the instance's id alone, so what the latest statuses are called elsewhere is remembered while
 * the stream runs. For one thread.
 *
 * @see <a href="https://docs.joinmastodon.org/methods/streaming/#events">Events</a>
 */
final class StreamEvents {
  /** About 15 MB. */
  private static final int REMEMBERED = 50_000;

  private final MastodonSettings settings;
  private final MastodonParser parser;
  private final Map<String, Name> names =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Name> eldest) {
          return size() > REMEMBERED;
        }
      };

  /** What a status is called everywhere. */
  private record Name(String uri, Instant created, @Nullable String url, @Nullable String author) {}

  /**
   * A message.
   *
   * @param seen the status that it brings; empty for a deletion and for what is no status
   */
  record Event(Optional<Seen> seen, Parsed parsed) {}

  StreamEvents(MastodonSettings settings, MastodonParser parser) {
    this.settings = settings;
    this.parser = parser;
  }

  /** Remembers what a status is called that was read otherwise. */
  void remember(String id, Post post) {
    names.put(id, new Name(post.getId(), post.getCreatedAt(), post.getUrl(), post.getAuthorId()));
  }

  Event read(byte[] message, Origin origin) {
    try {
      JsonNode node = JsonItems.read(message);
      String payload = node.path("payload").asText("");
      return switch (node.path("event").asText("")) {
        case "update", "status.update" -> status(payload.getBytes(StandardCharsets.UTF_8), origin);
        case "delete" -> new Event(Optional.empty(), deletion(payload, origin));
        default -> new Event(Optional.empty(), new Parsed.Skipped(node.path("event").asText()));
      };
    } catch (MalformedItemException e) {
      return new Event(Optional.empty(), Unreadable.item(origin, null, e, message));
    }
  }

  private Event status(byte[] payload, Origin origin) throws MalformedItemException {
    JsonItems.Item item = new JsonItems.Item(JsonItems.read(payload), payload);
    Parsed parsed = parser.parseStatus(item, origin);
    Seen seen = TimelinePage.seen(item, parsed);
    if (parsed instanceof Parsed.Item post) {
      remember(seen.id(), post.post());
    }
    return new Event(Optional.of(seen), parsed);
  }

  private Parsed deletion(String id, Origin origin) throws MalformedItemException {
    if (id.isEmpty()) {
      throw new MalformedItemException(
          "missing-field", "Expected the id of a deleted status as payload, got none");
    }
    @Nullable Name name = names.remove(id);
    String version =
        name == null ? "unknown" : name.created().truncatedTo(ChronoUnit.SECONDS).toString();
    return new Parsed.Item(
        Post.newBuilder()
            .setNetwork("mastodon")
            .setId(name == null ? settings.url() + "/api/v1/statuses/" + id : name.uri())
            .setVersion(version + ":delete")
            .setOperation("DELETE")
            .setEventTime(origin.observedAt())
            .setObservedAt(origin.observedAt())
            .setSource(origin.source())
            .setUrl(name == null ? null : name.url())
            .setAuthorId(name == null ? null : name.author())
            .build());
  }
}
