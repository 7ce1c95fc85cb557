package dev.weir.pollers.bluesky;

import dev.weir.pollers.JsonFields;
import dev.weir.pollers.Languages;
import dev.weir.pollers.Links;
import dev.weir.pollers.MalformedItemException;
import dev.weir.pollers.Origin;
import dev.weir.pollers.Times;
import dev.weir.schemas.record.Post;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Reads a change of an {@code app.bsky.feed.post}. Pure. A post's time is its {@code createdAt},
 * which its author's client writes and may forge. The time of an edit or deletion, or of a post
 * with an unreadable {@code createdAt}, is when the instance saw it.
 *
 * @see <a
 *     href="https://github.com/bluesky-social/atproto/blob/main/lexicons/app/bsky/feed/post.json">the
 *     lexicon</a>
 */
final class FeedPostReader {
  private static final String FACET = "app.bsky.richtext.facet#";

  private final Links links;

  FeedPostReader(Links links) {
    this.links = links;
  }

  Post read(JetstreamEvent event, JetstreamEvent.Commit commit, Origin origin)
      throws MalformedItemException {
    Instant seen = Times.ofMicros(event.timeMicros(), "event.time_us");
    Post.Builder post =
        Post.newBuilder()
            .setNetwork("bluesky")
            .setId(event.uri(commit))
            .setVersion(commit.rev())
            .setOperation(commit.operation().toUpperCase(Locale.ROOT))
            .setEventTime(seen)
            .setObservedAt(origin.observedAt())
            .setSource(origin.source())
            .setUrl("https://bsky.app/profile/" + event.did() + "/post/" + commit.rkey())
            .setAuthorId(event.did());
    return switch (commit.operation()) {
      case "create" -> content(post, record(commit), true).build();
      case "update" -> content(post, record(commit), false).build();
      case "delete" -> post.setVersion(commit.rev() + ":delete").build();
      default ->
          throw new MalformedItemException(
              "malformed-field",
              "Expected event.commit.operation to be create, update or delete, got: "
                  + commit.operation());
    };
  }

  private static JsonFields record(JetstreamEvent.Commit commit) throws MalformedItemException {
    return commit
        .record()
        .orElseThrow(
            () ->
                new MalformedItemException(
                    "missing-field", "Expected event.commit.record, got none"));
  }

  private Post.Builder content(Post.Builder post, JsonFields record, boolean created)
      throws MalformedItemException {
    Optional<Instant> createdAt = record.optionalTime("createdAt");
    if (created) {
      createdAt.ifPresent(post::setEventTime);
    }
    List<JsonFields> features = features(record);
    Optional<JsonFields> embed = record.optionalObject("embed");
    Optional<JsonFields> reply = record.optionalObject("reply");
    return post.setCreatedAt(createdAt.orElse(null))
        .setText(record.anyText("text"))
        .setLanguage(Languages.claimed(record.texts("langs")).orElse(null))
        .setTags(tags(record, features))
        .setLinks(links.of(urls(features, embed)))
        .setReplyTo(
            reply
                .flatMap(fields -> fields.optionalObject("parent"))
                .flatMap(parent -> parent.optionalText("uri"))
                .orElse(null))
        .setRepostOf(embed.flatMap(FeedPostReader::quoted).orElse(null));
  }

  /**
   * The features of all facets in the order of the text. A facet that violates the lexicon is
   * skipped, as clients do: one whose position is not whole numbers, or that ends before it starts.
   * One beyond the text stays, since clients differ.
   */
  private static List<JsonFields> features(JsonFields record) {
    record Placed(long start, JsonFields feature) {}
    List<Placed> placed = new ArrayList<>();
    for (JsonFields facet : record.objects("facets")) {
      Optional<JsonFields> index = facet.optionalObject("index");
      OptionalLong start = place(index, "byteStart");
      OptionalLong end = place(index, "byteEnd");
      if (start.isPresent() && end.isPresent() && start.getAsLong() < end.getAsLong()) {
        facet
            .objects("features")
            .forEach(feature -> placed.add(new Placed(start.getAsLong(), feature)));
      }
    }
    return placed.stream()
        .sorted(Comparator.comparingLong(Placed::start))
        .map(Placed::feature)
        .toList();
  }

  private static OptionalLong place(Optional<JsonFields> index, String field) {
    return index
        .map(fields -> fields.optionalInteger(field))
        .filter(place -> place.orElse(-1) >= 0)
        .orElse(OptionalLong.empty());
  }

  private static List<String> tags(JsonFields record, List<JsonFields> features) {
    Set<String> tags = new LinkedHashSet<>();
    for (JsonFields feature : features) {
      if (isType(feature, FACET + "tag")) {
        feature.optionalText("tag").map(FeedPostReader::lower).ifPresent(tags::add);
      }
    }
    record.texts("tags").stream().map(FeedPostReader::lower).forEach(tags::add);
    tags.remove("");
    return List.copyOf(tags);
  }

  private static String lower(String tag) {
    return (tag.startsWith("#") ? tag.substring(1) : tag).toLowerCase(Locale.ROOT);
  }

  private static List<String> urls(List<JsonFields> features, Optional<JsonFields> embed) {
    List<String> urls = new ArrayList<>();
    for (JsonFields feature : features) {
      if (isType(feature, FACET + "link")) {
        feature.optionalText("uri").ifPresent(urls::add);
      }
    }
    if (embed.isPresent()) {
      Optional<JsonFields> external = embed.get().optionalObject("external");
      Optional<JsonFields> media = embed.get().optionalObject("media");
      if (external.isEmpty() && media.isPresent()) {
        external = media.get().optionalObject("external");
      }
      if (external.isPresent()) {
        external.get().optionalText("uri").ifPresent(urls::add);
      }
    }
    return urls;
  }

  /**
   * {@code app.bsky.embed.record} holds a reference; {@code recordWithMedia} holds such an embed.
   */
  private static Optional<String> quoted(JsonFields embed) {
    Optional<JsonFields> record = embed.optionalObject("record");
    if (record.isEmpty()) {
      return Optional.empty();
    }
    Optional<JsonFields> inner = record.get().optionalObject("record");
    Optional<String> uri =
        inner.isPresent() ? inner.get().optionalText("uri") : record.get().optionalText("uri");
    return uri.filter(name -> name.contains("/" + JetstreamParser.POSTS + "/"));
  }

  private static boolean isType(JsonFields feature, String type) {
    return feature.optionalText("$type").filter(type::equals).isPresent();
  }
}
