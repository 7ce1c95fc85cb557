package dev.weir.pollers.mastodon;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weir.pollers.JsonFields;
import dev.weir.pollers.Links;
import dev.weir.pollers.MalformedItemException;
import dev.weir.pollers.Origin;
import dev.weir.pollers.StatusHtml;
import dev.weir.schemas.record.Engagement;
import dev.weir.schemas.record.Post;
import java.net.URI;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads one Status. Pure.
 *
 * <p>The instance that a post was written on tells its times in milliseconds; all others, to which
 * it was federated, in seconds, because that is what <a
 * href="https://docs.joinmastodon.org/spec/activitypub/">ActivityPub's {@code published} and {@code
 * updated}</a> bring them. So version and event time have whole seconds: a post is the same
 * wherever it is read. An edit's version ends in {@code :edit}, so that it never is that of the
 * post as first written, even when both fall into one second. Two edits within one second are one
 * version, since only the instance that they were made on could tell them apart.
 */
final class StatusReader {
  private final Optional<String> instance;
  private final Links links;

  StatusReader(Optional<String> instance, Links links) {
    this.instance = instance;
    this.links = links;
  }

  Post read(JsonNode node, Origin origin) throws MalformedItemException {
    JsonFields status = JsonFields.of(node, "status");
    Instant created = status.time("created_at");
    Optional<Instant> edited = status.optionalTime("edited_at");
    Instant time = edited.orElse(created).truncatedTo(ChronoUnit.SECONDS);
    JsonFields account = status.object("account");
    StatusHtml html = new StatusHtml(status.anyText("content"));
    Optional<String> repostOf = repostOf(status);
    if (status.has("quote")) {
      html.removeQuoteFallback();
    }
    String text = html.text();
    return Post.newBuilder()
        .setNetwork("mastodon")
        .setId(status.text("uri"))
        .setVersion(edited.isPresent() ? time + ":edit" : time.toString())
        .setOperation(edited.isPresent() ? "UPDATE" : "CREATE")
        .setEventTime(time)
        .setObservedAt(origin.observedAt())
        .setSource(origin.source())
        .setCreatedAt(created)
        .setUrl(status.optionalText("url").orElse(null))
        .setAuthorId(authorId(account))
        .setAuthorName(handle(account))
        .setText(text)
        .setLanguage(status.optionalText("language").filter(tag -> !tag.isBlank()).orElse(null))
        .setTags(tags(status, text))
        .setLinks(links.of(html.links(ownTargets(status)::contains)))
        .setReplyTo(status.optionalText("in_reply_to_id").map(this::localName).orElse(null))
        .setRepostOf(repostOf.orElse(null))
        .setEngagement(engagement(status))
        .build();
  }

  /**
   * A boost repeats another status; a quote comes with the quoted one, or, shallow, with its local
   * id alone.
   */
  private Optional<String> repostOf(JsonFields status) throws MalformedItemException {
    Optional<JsonFields> reblog = status.optionalObject("reblog");
    if (reblog.isPresent()) {
      return Optional.of(reblog.get().text("uri"));
    }
    Optional<JsonFields> quote = status.optionalObject("quote");
    if (quote.isEmpty()) {
      return Optional.empty();
    }
    Optional<JsonFields> quoted = quote.get().optionalObject("quoted_status");
    return quoted.isPresent()
        ? quoted.get().optionalText("uri")
        : quote.get().optionalText("quoted_status_id").map(this::localName);
  }

  /**
   * An instance names the answered post by its own id, which means nothing elsewhere: it is given
   * as the address of that post in its API.
   */
  private String localName(String id) {
    return instance.map(base -> base + "/api/v1/statuses/" + id).orElse(id);
  }

  /**
   * The account's ActivityPub URI where the server tells it, else its address; both are the same on
   * all instances, which its id is not.
   */
  private static String authorId(JsonFields account) throws MalformedItemException {
    Optional<String> uri = account.optionalText("uri");
    Optional<String> name = uri.isPresent() ? uri : account.optionalText("url");
    return name.isPresent() ? name.get() : account.text("acct");
  }

  /** {@code acct} lacks the host for the instance's own people; the account's address has it. */
  private static @Nullable String handle(JsonFields account) throws MalformedItemException {
    Optional<String> acct = account.optionalText("acct");
    if (acct.isEmpty() || acct.get().contains("@")) {
      return acct.orElse(null);
    }
    return account
        .optionalText("url")
        .flatMap(StatusReader::host)
        .map(host -> acct.get() + "@" + host)
        .orElse(acct.get());
  }

  private static Optional<String> host(String url) {
    try {
      return Optional.ofNullable(URI.create(url).getHost());
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static List<String> tags(JsonFields status, String text) throws MalformedItemException {
    Set<String> names = new LinkedHashSet<>();
    for (JsonFields tag : status.objects("tags")) {
      tag.optionalText("name").map(name -> name.toLowerCase(Locale.ROOT)).ifPresent(names::add);
    }
    String lower = text.toLowerCase(Locale.ROOT);
    List<String> sorted = new ArrayList<>(names);
    sorted.sort(Comparator.comparingInt(name -> position(lower, name)));
    return sorted;
  }

  private static int position(String text, String tag) {
    int index = text.indexOf("#" + tag);
    return index < 0 ? Integer.MAX_VALUE : index;
  }

  private static Set<String> ownTargets(JsonFields status) throws MalformedItemException {
    Set<String> targets = new HashSet<>();
    for (String field : List.of("mentions", "tags")) {
      for (JsonFields target : status.objects(field)) {
        target.optionalText("url").ifPresent(targets::add);
      }
    }
    return targets;
  }

  private static @Nullable Engagement engagement(JsonFields status) throws MalformedItemException {
    OptionalLong replies = status.optionalNumber("replies_count");
    OptionalLong reblogs = status.optionalNumber("reblogs_count");
    OptionalLong favourites = status.optionalNumber("favourites_count");
    if (replies.isEmpty() && reblogs.isEmpty() && favourites.isEmpty()) {
      return null;
    }
    return Engagement.newBuilder()
        .setReplies(boxed(replies))
        .setReposts(boxed(reblogs))
        .setLikes(boxed(favourites))
        .build();
  }

  private static @Nullable Long boxed(OptionalLong number) {
    return number.isPresent() ? (Long) number.getAsLong() : null;
  }
}
