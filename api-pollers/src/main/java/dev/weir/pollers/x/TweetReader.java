package dev.weir.pollers.x;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weir.pollers.JsonFields;
import dev.weir.pollers.Links;
import dev.weir.pollers.MalformedItemException;
import dev.weir.pollers.Origin;
import dev.weir.schemas.record.Engagement;
import dev.weir.schemas.record.Post;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import twitter4j.HashtagEntity;
import twitter4j.JSONObject;
import twitter4j.Tweet;
import twitter4j.UrlEntity2;
import twitter4j.User2;

/**
 * Reads one Tweet through Twitter4J's v2 types; what those leave out (the long text of a {@code
 * note_tweet}, the views) and what they read too strictly (times without milliseconds) comes from
 * the JSON itself. Pure.
 *
 * <p>An edit has an id of its own, and {@code edit_history_tweet_ids} names the first: that is the
 * post's id, and the edit's the version.
 */
final class TweetReader {
  /**
   * Ids since November 2010 hold their time: milliseconds since this moment, above 22 bits of
   * sequence.
   */
  private static final long SNOWFLAKE_EPOCH_MILLIS = 1_288_834_974_657L;

  private static final long FIRST_SNOWFLAKE = 29_700_859_247L;
  private static final Pattern OWN_STATUS =
      Pattern.compile("https?://(?:www\\.|mobile\\.)?(?:twitter|x)\\.com/[^/]+/status/(\\d+).*");
  private static final Set<String> NO_LANGUAGE = Set.of("und", "zxx", "art");

  private final Links links;

  TweetReader(Links links) {
    this.links = links;
  }

  Post read(JsonNode node, Map<Long, User2> users, Origin origin) throws MalformedItemException {
    JsonFields fields = JsonFields.of(node, "tweet");
    Tweet tweet = tweet(node, fields);
    long first = firstVersion(tweet);
    Optional<JsonFields> note = fields.optionalObject("note_tweet");
    Instant created = created(fields, tweet.getId());
    @Nullable User2 author = tweet.getAuthorId() == null ? null : users.get(tweet.getAuthorId());
    return Post.newBuilder()
        .setNetwork("x")
        .setId(Long.toString(first))
        .setVersion(Long.toString(tweet.getId()))
        .setOperation(first == tweet.getId() ? "CREATE" : "UPDATE")
        .setEventTime(created)
        .setObservedAt(origin.observedAt())
        .setSource(origin.source())
        .setCreatedAt(first == tweet.getId() ? created : snowflakeTime(first).orElse(created))
        .setUrl(
            "https://x.com/"
                + (author == null ? "i/web" : author.getScreenName())
                + "/status/"
                + tweet.getId())
        .setAuthorId(tweet.getAuthorId() == null ? null : Long.toString(tweet.getAuthorId()))
        .setAuthorName(author == null ? null : author.getScreenName())
        .setText(note.isPresent() ? note.get().anyText("text") : tweet.getText())
        .setLanguage(language(tweet))
        .setTags(tags(tweet, note))
        .setLinks(links.of(urls(tweet, note)))
        .setReplyTo(name(tweet.getRepliedToTweetId()))
        .setRepostOf(
            name(tweet.getRetweetId() == null ? tweet.getQuotedTweetId() : tweet.getRetweetId()))
        .setEngagement(engagement(fields))
        .build();
  }

  private static Tweet tweet(JsonNode node, JsonFields fields) throws MalformedItemException {
    fields.text("id");
    fields.anyText("text");
    try {
      JSONObject json = new JSONObject(node.toString());
      // Twitter4J takes a time without milliseconds for an error; it is read from the JSON below.
      json.remove("created_at");
      return Tweet.Companion.parse(json);
    } catch (RuntimeException e) {
      throw new MalformedItemException(
          "malformed-field",
          "Expected a Tweet as the data dictionary has it, got: " + e.getMessage());
    }
  }

  private static long firstVersion(Tweet tweet) {
    Long @Nullable [] history = tweet.getEditHistoryTweetIds();
    return history == null || history.length == 0 ? tweet.getId() : history[0];
  }

  private static Instant created(JsonFields fields, long id) throws MalformedItemException {
    Optional<Instant> created = fields.optionalTime("created_at");
    if (created.isPresent()) {
      return created.get();
    }
    return snowflakeTime(id)
        .orElseThrow(
            () ->
                new MalformedItemException(
                    "missing-field",
                    "Expected tweet.created_at or an id that holds a time, got: " + id));
  }

  private static Optional<Instant> snowflakeTime(long id) {
    return id < FIRST_SNOWFLAKE
        ? Optional.empty()
        : Optional.of(Instant.ofEpochMilli((id >> 22) + SNOWFLAKE_EPOCH_MILLIS));
  }

  private static @Nullable String language(Tweet tweet) {
    @Nullable String language = tweet.getLang();
    boolean claimed =
        language != null
            && !language.isBlank()
            && !NO_LANGUAGE.contains(language)
            && !language.startsWith("q");
    return claimed ? language : null;
  }

  private static List<String> tags(Tweet tweet, Optional<JsonFields> note)
      throws MalformedItemException {
    Set<String> tags = new LinkedHashSet<>();
    for (HashtagEntity tag :
        Objects.requireNonNullElse(tweet.getHashtags(), List.<HashtagEntity>of())) {
      tags.add(tag.getText().toLowerCase(Locale.ROOT));
    }
    for (JsonFields tag : entities(note, "hashtags")) {
      tag.optionalText("tag").map(name -> name.toLowerCase(Locale.ROOT)).ifPresent(tags::add);
    }
    return List.copyOf(tags);
  }

  /**
   * The addresses behind the shortened ones, without the post's own media and the post that it
   * quotes or repeats.
   */
  private static List<String> urls(Tweet tweet, Optional<JsonFields> note)
      throws MalformedItemException {
    Stream.Builder<String> urls = Stream.builder();
    for (UrlEntity2 url : Objects.requireNonNullElse(tweet.getUrls(), List.<UrlEntity2>of())) {
      if (url.getMediaKey() == null) {
        urls.add(isBlank(url.getExpandedUrl()) ? url.getUrl() : url.getExpandedUrl());
      }
    }
    for (JsonFields url : entities(note, "urls")) {
      Optional<String> expanded = url.optionalText("expanded_url");
      (expanded.isPresent() ? expanded : url.optionalText("url")).ifPresent(urls::add);
    }
    return urls.build().filter(url -> !isBlank(url) && !isOwn(url, tweet)).toList();
  }

  private static List<JsonFields> entities(Optional<JsonFields> note, String field)
      throws MalformedItemException {
    if (note.isEmpty()) {
      return List.of();
    }
    Optional<JsonFields> entities = note.get().optionalObject("entities");
    return entities.isEmpty() ? List.of() : entities.get().objects(field);
  }

  private static boolean isOwn(String url, Tweet tweet) {
    var status = OWN_STATUS.matcher(url);
    return status.matches()
        && (url.contains("/photo/")
            || url.contains("/video/")
            || status.group(1).equals(name(tweet.getQuotedTweetId()))
            || status.group(1).equals(name(tweet.getRetweetId())));
  }

  private static @Nullable Engagement engagement(JsonFields fields) throws MalformedItemException {
    Optional<JsonFields> metrics = fields.optionalObject("public_metrics");
    if (metrics.isEmpty()) {
      return null;
    }
    return Engagement.newBuilder()
        .setReplies(count(metrics.get(), "reply_count"))
        .setReposts(count(metrics.get(), "retweet_count"))
        .setLikes(count(metrics.get(), "like_count"))
        .setViews(count(metrics.get(), "impression_count"))
        .build();
  }

  private static @Nullable Long count(JsonFields metrics, String field)
      throws MalformedItemException {
    OptionalLong count = metrics.optionalNumber(field);
    return count.isPresent() ? (Long) count.getAsLong() : null;
  }

  private static @Nullable String name(@Nullable Long id) {
    return id == null ? null : Long.toString(id);
  }

  private static boolean isBlank(@Nullable String text) {
    return text == null || text.isBlank();
  }
}
