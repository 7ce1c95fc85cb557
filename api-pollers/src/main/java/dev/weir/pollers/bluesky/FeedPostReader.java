package dev.weir.pollers.bluesky;

import dev.weir.pollers.JsonFields;
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
import java.util.Set;

/**
 * Reads a change of an {@code app.bsky.feed.post}. Pure. A post's time is its {@code createdAt},
 * which its author's client writes and may forge; an edit's and a deletion's is when the instance
 * saw it, since neither says.
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
    Instant createdAt = record.time("createdAt");
    if (created) {
      post.setEventTime(createdAt);
    }
    List<JsonFields> features = features(record);
    Optional<JsonFields> embed = record.optionalObject("embed");
    Optional<JsonFields> reply = record.optionalObject("reply");
    return post.setCreatedAt(createdAt)
        .setText(record.anyText("text"))
        .setLanguage(
            record.texts("langs").stream().filter(tag -> !tag.isBlank()).findFirst().orElse(null))
        .setTags(tags(record, features))
        .setLinks(links.of(urls(features, embed)))
        .setReplyTo(reply.isPresent() ? reply.get().object("parent").text("uri") : null)
        .setRepostOf(embed.isPresent() ? quoted(embed.get()).orElse(null) : null);
  }

  /**
   * The features of all facets in the order of the text. A facet that is not as the lexicon has it
   * is passed over, as clients do.
   */
  private static List<JsonFields> features(JsonFields record) throws MalformedItemException {
    record Placed(long start, JsonFields feature) {}
    List<Placed> placed = new ArrayList<>();
    for (JsonFields facet : record.objects("facets")) {
      Optional<JsonFields> index = facet.optionalObject("index");
      long start =
          index.isPresent()
              ? index.get().optionalNumber("byteStart").orElse(Long.MAX_VALUE)
              : Long.MAX_VALUE;
      facet.objects("features").forEach(feature -> placed.add(new Placed(start, feature)));
    }
    return placed.stream()
        .sorted(Comparator.comparingLong(Placed::start))
        .map(Placed::feature)
        .toList();
  }

  private static List<String> tags(JsonFields record, List<JsonFields> features)
      throws MalformedItemException {
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

  private static List<String> urls(List<JsonFields> features, Optional<JsonFields> embed)
      throws MalformedItemException {
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
  private static Optional<String> quoted(JsonFields embed) throws MalformedItemException {
    Optional<JsonFields> record = embed.optionalObject("record");
    if (record.isEmpty()) {
      return Optional.empty();
    }
    Optional<JsonFields> inner = record.get().optionalObject("record");
    Optional<String> uri =
        inner.isPresent() ? inner.get().optionalText("uri") : record.get().optionalText("uri");
    return uri.filter(name -> name.contains("/" + JetstreamParser.POSTS + "/"));
  }

  private static boolean isType(JsonFields feature, String type) throws MalformedItemException {
    return feature.optionalText("$type").filter(type::equals).isPresent();
  }
}
