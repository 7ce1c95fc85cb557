package dev.weir.pollers.mastodon;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weir.ingest.source.Hashes;
import dev.weir.pollers.JsonItems;
import dev.weir.pollers.MalformedItemException;
import dev.weir.pollers.Origin;
import dev.weir.pollers.Parsed;
import dev.weir.pollers.mastodon.TimelinePosition.Seen;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A page of a timeline, oldest first, each status once.
 *
 * @param entries what was read, under what it is known by
 */
record TimelinePage(List<Entry> entries) {
  private static final int OLDEST = 5;

  /** One item of the page. */
  record Entry(Seen seen, Parsed parsed) {}

  /**
   * Reads an answer.
   *
   * @throws IOException where it is no JSON array as a whole: cut off on the way, or from something
   *     that is no Mastodon
   */
  static TimelinePage read(byte[] body, MastodonParser parser, Origin origin) throws IOException {
    JsonItems.Items items = JsonItems.split(body);
    if (items.broken().isPresent() || !JsonItems.isArray(body)) {
      String problem =
          items.broken().map(MalformedItemException::getMessage).orElse("Expected an array");
      throw new IOException("Expected a page of statuses for " + origin.source() + ". " + problem);
    }
    List<JsonItems.Item> oldestFirst = new ArrayList<>(items.items());
    Collections.reverse(oldestFirst);
    Map<String, Entry> entries = new LinkedHashMap<>();
    for (JsonItems.Item item : oldestFirst) {
      Parsed parsed = parser.parseStatus(item, origin);
      Seen seen = seen(item, parsed);
      entries.putIfAbsent(seen.id(), new Entry(seen, parsed));
    }
    return new TimelinePage(List.copyOf(entries.values()));
  }

  static Seen seen(JsonItems.Item item, Parsed parsed) {
    Instant written =
        parsed instanceof Parsed.Item post ? post.post().getCreatedAt() : Instant.EPOCH;
    JsonNode id = item.node().path("id");
    String name = id.isValueNode() && !id.isNull() ? id.asText() : "";
    if (name.isEmpty() || name.startsWith("#")) {
      return new Seen("#" + Hashes.sha256(item.raw()), "", written);
    }
    JsonNode edited = item.node().path("edited_at");
    return new Seen(name, edited.isNull() ? "" : edited.asText(""), written);
  }

  boolean isEmpty() {
    return entries.isEmpty();
  }

  List<Seen> seen() {
    return entries.stream().map(Entry::seen).toList();
  }

  Set<String> ids() {
    return entries.stream()
        .map(entry -> entry.seen().id())
        .collect(Collectors.toCollection(HashSet::new));
  }

  /**
   * Whether any of it was written after a time, and not after the answer. A walk that meets what
   * was written since it began has passed all that was there before, however much was deleted, and
   * however fast the timeline grows meanwhile.
   */
  boolean holdsSince(Instant begun, Instant arrived) {
    return entries.stream()
        .map(entry -> entry.seen().written())
        .anyMatch(written -> written.isAfter(begun) && !written.isAfter(arrived));
  }

  /**
   * When the page begins: the latest creation among its oldest statuses, since one of them may be
   * dated back, and none later than the answer.
   */
  Optional<Instant> begin(Instant arrived) {
    return entries.stream()
        .map(Entry::parsed)
        .filter(Parsed.Item.class::isInstance)
        .limit(OLDEST)
        .map(item -> ((Parsed.Item) item).post().getCreatedAt())
        .filter(created -> !created.isAfter(arrived))
        .max(Comparator.naturalOrder());
  }
}
