package dev.weir.pollers.x;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weir.pollers.JsonFields;
import dev.weir.pollers.Languages;
import dev.weir.pollers.Links;
import dev.weir.pollers.MalformedItemException;
import dev.weir.pollers.Origin;
import dev.weir.schemas.record.Engagement;
import dev.weir.schemas.record.Post;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads one Tweet from its JSON: Twitter4J's types leave out the long text of a {@code note_tweet}
 * and the views, and refuse a whole Tweet for a missing expansion or a time without milliseconds.
 * Pure.
 *
 * <p>An edit has an id of its own, and {@code edit_history_tweet_ids} names the first: that is the
 * post's id, and the edit's the version. The text of a repeated post is cut off; where the response
 * includes that post, its text and links are taken.
 */
final class TweetReader {
  /**
   * Ids since November 2010 contain their time: milliseconds since this moment, above 22 bits of
   * sequence.
   */
  private static final long SNOWFLAKE_EPOCH_MILLIS = 1_288_834_974_657L;

  private static final long FIRST_SNOWFLAKE = 29_700_859_247L;
  private static final Pattern OWN_STATUS =
      Pattern.compile(
          "https?://(?:www\\.|mobile\\.)?(?:twitter|x)\\.com/(?:i/web|[^/]+)/status/(\\d+).*");
  private static final Pattern REPEATS = Pattern.compile("^RT @\\w+: ");

  private final Links links;

  TweetReader(Links links) {
    this.links = links;
  }

  Post read(JsonNode node, Includes includes, Origin origin) throws MalformedItemException {
    JsonFields tweet = JsonFields.of(node, "tweet");
    long id = tweet.number("id");
    long first = firstVersion(tweet, id);
    Instant created = created(tweet, id);
    Optional<String> authorId = tweet.optionalText("author_id");
    Optional<String> handle = includes.handle(authorId);
    Optional<String> repeated = reference(tweet, "retweeted");
    Optional<String> quoted = reference(tweet, "quoted");
    String shortened = text(tweet);
    JsonFields whole = whole(tweet, includes.tweet(repeated));
    Set<String> own = new LinkedHashSet<>(tweet.texts("edit_history_tweet_ids"));
    own.add(Long.toString(id));
    repeated.ifPresent(own::add);
    quoted.ifPresent(own::add);
    return Post.newBuilder()
        .setNetwork("x")
        .setId(Long.toString(first))
        .setVersion(Long.toString(id))
        .setOperation(first == id ? "CREATE" : "UPDATE")
        .setEventTime(created)
        .setObservedAt(origin.observedAt())
        .setSource(origin.source())
        .setCreatedAt(first == id ? created : snowflakeTime(first).orElse(created))
        .setUrl("https://x.com/" + handle.orElse("i/web") + "/status/" + id)
        .setAuthorId(authorId.orElse(null))
        .setAuthorName(handle.orElse(null))
        .setText(whole == tweet ? shortened : prefix(shortened) + text(whole))
        .setLanguage(language(tweet))
        .setTags(tags(whole))
        .setLinks(links.of(urls(whole, own)))
        .setReplyTo(reference(tweet, "replied_to").orElse(null))
        .setRepostOf(repeated.or(() -> quoted).orElse(null))
        .setEngagement(engagement(tweet))
        .build();
  }

  private static JsonFields whole(JsonFields tweet, Optional<JsonNode> repeated)
      throws MalformedItemException {
    if (repeated.isEmpty()) {
      return tweet;
    }
    JsonFields included = JsonFields.of(repeated.get(), "includes.tweets[]");
    return included.optionalText("text").isPresent() ? included : tweet;
  }

  /** The long text if there is one. X escapes three characters in both. */
  private static String text(JsonFields tweet) throws MalformedItemException {
    String text = tweet.anyText("text");
    return tweet
        .optionalObject("note_tweet")
        .flatMap(note -> note.optionalText("text"))
        .orElse(text)
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&amp;", "&");
  }

  private static String prefix(String text) {
    Matcher prefix = REPEATS.matcher(text);
    return prefix.find() ? prefix.group() : "";
  }

  private static long firstVersion(JsonFields tweet, long id) {
    return tweet.texts("edit_history_tweet_ids").stream()
        .filter(text -> text.matches("\\d{1,18}|[1-8]\\d{18}"))
        .findFirst()
        .map(Long::parseLong)
        .orElse(id);
  }

  private static Instant created(JsonFields tweet, long id) throws MalformedItemException {
    Optional<Instant> created = tweet.optionalTime("created_at").or(() -> snowflakeTime(id));
    return created.isPresent() ? created.get() : tweet.time("created_at");
  }

  static Optional<Instant> snowflakeTime(long id) {
    return id < FIRST_SNOWFLAKE
        ? Optional.empty()
        : Optional.of(Instant.ofEpochMilli((id >> 22) + SNOWFLAKE_EPOCH_MILLIS));
  }

  /** X's own codes that begin with q are not languages: media, hashtags, links alone. */
  private static @Nullable String language(JsonFields tweet) {
    List<String> claimed =
        tweet.optionalText("lang").filter(tag -> !tag.matches("q[a-z]{2}")).stream().toList();
    return Languages.claimed(claimed).orElse(null);
  }

  private static Optional<String> reference(JsonFields tweet, String type) {
    return tweet.objects("referenced_tweets").stream()
        .filter(other -> other.optionalText("type").filter(type::equals).isPresent())
        .flatMap(other -> other.optionalText("id").stream())
        .findFirst();
  }

  private static List<String> tags(JsonFields tweet) {
    Set<String> tags = new LinkedHashSet<>();
    for (JsonFields tag : entities(tweet, "hashtags")) {
      tag.optionalText("tag").map(name -> name.toLowerCase(Locale.ROOT)).ifPresent(tags::add);
    }
    tags.remove("");
    return List.copyOf(tags);
  }

  /**
   * The expanded URLs, without the post's own media, and without links to the post itself and to
   * those that it quotes or repeats.
   */
  private static List<String> urls(JsonFields tweet, Set<String> own) {
    List<String> urls = new ArrayList<>();
    for (JsonFields url : entities(tweet, "urls")) {
      Optional<String> address =
          url.optionalText("expanded_url")
              .filter(text -> !text.isBlank())
              .or(() -> url.optionalText("url"))
              .filter(text -> !text.isBlank() && !isOwn(text, own));
      if (!url.has("media_key")) {
        address.ifPresent(urls::add);
      }
    }
    return urls;
  }

  private static List<JsonFields> entities(JsonFields tweet, String field) {
    List<JsonFields> all = new ArrayList<>();
    for (Optional<JsonFields> holder :
        List.of(Optional.of(tweet), tweet.optionalObject("note_tweet"))) {
      holder
          .flatMap(fields -> fields.optionalObject("entities"))
          .ifPresent(entities -> all.addAll(entities.objects(field)));
    }
    return all;
  }

  private static boolean isOwn(String url, Set<String> own) {
    Matcher status = OWN_STATUS.matcher(url);
    return status.matches()
        && (url.contains("/photo/") || url.contains("/video/") || own.contains(status.group(1)));
  }

  private static @Nullable Engagement engagement(JsonFields tweet) {
    Optional<JsonFields> metrics = tweet.optionalObject("public_metrics");
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

  private static @Nullable Long count(JsonFields metrics, String field) {
    OptionalLong count = metrics.optionalNumber(field);
    return count.isPresent() ? (Long) count.getAsLong() : null;
  }
}
