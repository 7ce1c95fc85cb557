package dev.weir.pollers.mastodon;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weir.pollers.JsonFields;
import dev.weir.pollers.Languages;
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
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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
    Optional<JsonFields> account = status.optionalObject("account");
    StatusHtml html = new StatusHtml(status.optionalText("content").orElse(""));
    Optional<String> repostOf = repostOf(status);
    if (status.has("quote")) {
      html.removeQuoteFallback();
    }
    String text = text(status, html);
    return Post.newBuilder()
        .setNetwork("mastodon")
        .setId(name(status))
        .setVersion(edited.isPresent() ? time + ":edit" : time.toString())
        .setOperation(edited.isPresent() ? "UPDATE" : "CREATE")
        .setEventTime(time)
        .setObservedAt(origin.observedAt())
        .setSource(origin.source())
        .setCreatedAt(created)
        .setUrl(status.optionalText("url").orElse(null))
        .setAuthorId(account.flatMap(StatusReader::authorId).orElse(null))
        .setAuthorName(account.flatMap(StatusReader::handle).orElse(null))
        .setText(text)
        .setLanguage(
            Languages.claimed(status.optionalText("language").stream().toList()).orElse(null))
        .setTags(tags(status, text))
        .setLinks(links.of(html.links(new OwnTargets(status)::contains)))
        .setReplyTo(status.optionalText("in_reply_to_id").map(this::localName).orElse(null))
        .setRepostOf(repostOf.orElse(null))
        .setEngagement(engagement(status))
        .build();
  }

  /** The content warning, the content and the options of a poll, parted by empty lines. */
  private static String text(JsonFields status, StatusHtml html) {
    List<String> options = new ArrayList<>();
    status
        .optionalObject("poll")
        .ifPresent(
            poll ->
                poll.objects("options")
                    .forEach(option -> option.optionalText("title").ifPresent(options::add)));
    return Stream.of(
            status.optionalText("spoiler_text").orElse("").strip(),
            html.text(),
            String.join("\n", options))
        .filter(part -> !part.isEmpty())
        .collect(Collectors.joining("\n\n"));
  }

  /** The ActivityPub URI; some servers leave it empty and give the address alone. */
  private static String name(JsonFields status) throws MalformedItemException {
    Optional<String> uri = status.optionalText("uri").filter(text -> !text.isEmpty());
    Optional<String> url = status.optionalText("url").filter(text -> !text.isEmpty());
    return uri.isEmpty() && url.isPresent() ? url.get() : status.text("uri");
  }

  /**
   * A boost repeats another status. A quote is the quoted status itself (Pleroma and its kin), or
   * an object that holds it, or, shallow, its local id alone (Mastodon).
   */
  private Optional<String> repostOf(JsonFields status) {
    Optional<JsonFields> reblog = status.optionalObject("reblog");
    if (reblog.isPresent()) {
      return known(reblog.get());
    }
    Optional<JsonFields> quote = status.optionalObject("quote");
    return quote
        .flatMap(wrapper -> wrapper.optionalObject("quoted_status"))
        .or(() -> quote)
        .flatMap(this::known)
        .or(
            () ->
                quote
                    .flatMap(wrapper -> wrapper.optionalText("quoted_status_id"))
                    .map(this::localName));
  }

  private Optional<String> known(JsonFields status) {
    return status
        .optionalText("uri")
        .or(() -> status.optionalText("url"))
        .filter(name -> !name.isEmpty())
        .or(() -> status.optionalText("id").map(this::localName));
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
  private static Optional<String> authorId(JsonFields account) {
    return account
        .optionalText("uri")
        .or(() -> account.optionalText("url"))
        .or(() -> account.optionalText("acct"));
  }

  /** {@code acct} lacks the host for the instance's own people; the account's address has it. */
  private static Optional<String> handle(JsonFields account) {
    Optional<String> acct = account.optionalText("acct");
    return acct.filter(name -> !name.contains("@"))
        .flatMap(
            name ->
                account.optionalText("url").flatMap(StatusReader::host).map(h -> name + "@" + h))
        .or(() -> acct);
  }

  static Optional<String> host(String url) {
    try {
      return Optional.ofNullable(URI.create(url).getHost());
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static List<String> tags(JsonFields status, String text) {
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

  private static @Nullable Engagement engagement(JsonFields status) {
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
