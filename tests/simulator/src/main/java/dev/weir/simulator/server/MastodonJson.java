package dev.weir.simulator.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.weir.simulator.oracle.Witness;
import dev.weir.simulator.world.Draft;
import dev.weir.simulator.world.Instance;
import dev.weir.simulator.world.Link;
import dev.weir.simulator.world.Person;
import dev.weir.simulator.world.Toot;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/**
 * Statuses as an instance shows them. See <a
 * href="https://docs.joinmastodon.org/entities/Status/">Status</a>.
 */
final class MastodonJson {
  private MastodonJson() {}

  static JsonNode status(Toot toot, Instance instance) {
    if (toot.malformed() && errorType(toot).equals("malformed-item")) {
      return TextNode.valueOf("status " + instance.id(toot.number()) + " is not here");
    }
    Draft draft = toot.draft();
    String id = Long.toString(instance.id(toot.number()));
    ObjectNode status = JsonNodeFactory.instance.objectNode();
    status.put("id", id);
    status.put("uri", toot.uri());
    status.put(
        "url",
        "http://"
            + toot.home().host()
            + "/@"
            + draft.author().name()
            + "/"
            + toot.home().id(toot.number()));
    status.put("created_at", time(toot, toot.created(), instance));
    Instant edited = toot.edited();
    status.put("edited_at", edited == null ? null : time(toot, edited, instance));
    status.put(
        "in_reply_to_id", toot.replyTo() < 0 ? null : Long.toString(instance.id(toot.replyTo())));
    status.putNull("in_reply_to_account_id");
    status.put("sensitive", false);
    status.put("spoiler_text", "");
    status.put("visibility", "public");
    status.put("language", draft.language());
    status.put("replies_count", toot.number() % 4);
    status.put("reblogs_count", toot.number() % 7);
    status.put("favourites_count", toot.number() % 11);
    status.put("content", content(draft, instance));
    status.putNull("reblog");
    status.set("account", account(draft.author(), toot.home(), instance));
    status.putArray("media_attachments");
    status.putArray("mentions");
    status.putArray("emojis");
    ArrayNode tags = status.putArray("tags");
    for (String tag : draft.tags()) {
      String name = tag.toLowerCase(Locale.ROOT);
      tags.addObject().put("name", name).put("url", tagUrl(instance, name));
    }
    status.putNull("card");
    status.putNull("poll");
    return toot.malformed() ? spoilt(status, errorType(toot)) : status;
  }

  /** Milliseconds, of which a post loses those on its way to another instance. */
  private static String time(Toot toot, Instant time, Instance instance) {
    return Witness.millis(toot.home() == instance ? time : time.truncatedTo(ChronoUnit.SECONDS));
  }

  /** What must be wrong with the post; the empty text where nothing is. */
  static String errorType(Toot toot) {
    if (!toot.malformed()) {
      return "";
    }
    return switch ((int) (toot.number() % 3)) {
      case 0 -> "malformed-field";
      case 1 -> "missing-field";
      default -> "malformed-item";
    };
  }

  private static ObjectNode spoilt(ObjectNode status, String errorType) {
    if (errorType.equals("missing-field")) {
      status.remove("created_at");
    } else {
      status.put("created_at", "yesterday");
    }
    return status;
  }

  private static ObjectNode account(Person person, Instance home, Instance instance) {
    ObjectNode account = JsonNodeFactory.instance.objectNode();
    account.put("id", person.accountId());
    account.put("username", person.name());
    account.put("acct", home == instance ? person.name() : person.name() + "@" + home.host());
    account.put("display_name", person.name());
    account.put("locked", false);
    account.put("bot", false);
    account.put("url", "http://" + home.host() + "/@" + person.name());
    account.put("uri", "http://" + home.host() + "/users/" + person.name());
    account.put("followers_count", person.number() * 3);
    return account;
  }

  private static String content(Draft draft, Instance instance) {
    StringBuilder html = new StringBuilder("<p>").append(escape(draft.words()));
    for (String tag : draft.tags()) {
      html.append(" <a href=\"")
          .append(escape(tagUrl(instance, tag.toLowerCase(Locale.ROOT))))
          .append("\" class=\"mention hashtag\" rel=\"tag\">#<span>")
          .append(escape(tag))
          .append("</span></a>");
    }
    html.append("</p>");
    for (Link link : draft.links()) {
      String shown = link.url().substring(link.url().indexOf("://") + 3);
      int cut = Math.min(30, shown.length());
      html.append("<p><a href=\"")
          .append(escape(link.url()))
          .append("\" target=\"_blank\" rel=\"nofollow noopener\"><span class=\"invisible\">")
          .append(escape(link.url().substring(0, link.url().indexOf("://") + 3)))
          .append("</span><span class=\"ellipsis\">")
          .append(escape(shown.substring(0, cut)))
          .append("</span><span class=\"invisible\">")
          .append(escape(shown.substring(cut)))
          .append("</span></a></p>");
    }
    return html.toString();
  }

  private static String tagUrl(Instance instance, String tag) {
    return "http://" + instance.host() + "/tags/" + URLEncoder.encode(tag, StandardCharsets.UTF_8);
  }

  static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
