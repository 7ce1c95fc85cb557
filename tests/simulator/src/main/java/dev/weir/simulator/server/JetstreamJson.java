package dev.weir.simulator.server;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weir.simulator.oracle.Witness;
import dev.weir.simulator.world.Draft;
import dev.weir.simulator.world.Link;
import dev.weir.simulator.world.SkyEvent;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * Events as Jetstream sends them. See <a
 * href="https://github.com/bluesky-social/jetstream">Jetstream</a> and the lexicon {@code
 * app.bsky.feed.post}.
 */
final class JetstreamJson {
  private JetstreamJson() {}

  static String message(SkyEvent event) {
    ObjectNode message = JsonNodeFactory.instance.objectNode();
    message.put("did", event.author().did());
    message.put("time_us", event.timeMicros());
    switch (event.kind()) {
      case SKY_IDENTITY -> {
        message.put("kind", "identity");
        about(message.putObject("identity"), event)
            .put("handle", event.author().name() + ".sky.test");
      }
      case SKY_ACCOUNT -> {
        message.put("kind", "account");
        about(message.putObject("account"), event).put("active", true);
      }
      default -> {
        message.put("kind", "commit");
        commit(message.putObject("commit"), event);
      }
    }
    String text = message.toString();
    return errorType(event).equals("malformed-json")
        ? text.substring(0, text.length() * 2 / 3)
        : text;
  }

  /** What must be wrong with the event; the empty text where nothing is. */
  static String errorType(SkyEvent event) {
    if (!event.malformed()) {
      return "";
    }
    return switch ((int) (event.number() % 3)) {
      case 0 -> "malformed-field";
      case 1 -> "missing-field";
      default -> "malformed-json";
    };
  }

  private static ObjectNode about(ObjectNode node, SkyEvent event) {
    Instant time = Instant.EPOCH.plus(event.timeMicros(), ChronoUnit.MICROS);
    return node.put("did", event.author().did())
        .put("seq", 31_000_000_000L + event.number())
        .put("time", Witness.millis(time));
  }

  private static void commit(ObjectNode commit, SkyEvent event) {
    commit.put("rev", event.rev());
    commit.put(
        "operation", errorType(event).equals("malformed-field") ? "rewrite" : operation(event));
    commit.put("collection", event.collection());
    commit.put("rkey", event.recordKey());
    Draft draft = event.draft();
    if (draft != null) {
      if (!errorType(event).equals("missing-field")) {
        post(commit.putObject("record"), event, draft);
      }
      commit.put("cid", event.cid());
    } else if (event.collection().equals("app.bsky.feed.like")) {
      ObjectNode like = commit.putObject("record");
      like.put("$type", "app.bsky.feed.like");
      like.put("createdAt", Witness.millis(event.created()));
      like.putObject("subject")
          .put("cid", event.cid())
          .put("uri", "at://" + event.author().did() + "/app.bsky.feed.post/" + event.rev());
      commit.put("cid", event.cid());
    }
  }

  private static String operation(SkyEvent event) {
    return switch (event.kind()) {
      case SKY_UPDATE -> "update";
      case SKY_DELETE -> "delete";
      default -> "create";
    };
  }

  private static void post(ObjectNode record, SkyEvent event, Draft draft) {
    record.put("$type", "app.bsky.feed.post");
    record.put("createdAt", Witness.millis(event.created()));
    StringBuilder text = new StringBuilder(draft.words());
    ArrayNode facets = JsonNodeFactory.instance.arrayNode();
    for (String tag : draft.tags()) {
      int from = bytes(text.append(' '));
      text.append('#').append(tag);
      facet(facets, from, bytes(text), "tag").put("tag", tag);
    }
    boolean first = true;
    for (Link link : draft.links()) {
      if (first && event.post() % 3 == 0) {
        embed(record, link);
      } else {
        int from = bytes(text.append('\n'));
        String shown = link.url().substring(link.url().indexOf("://") + 3);
        text.append(shown.length() > 24 ? shown.substring(0, 24) + "…" : shown);
        facet(facets, from, bytes(text), "link").put("uri", link.url());
      }
      first = false;
    }
    if (!facets.isEmpty()) {
      record.set("facets", facets);
    }
    String language = draft.language();
    if (language != null) {
      record.putArray("langs").add(language);
    }
    record.put("text", text.toString());
  }

  private static void embed(ObjectNode record, Link link) {
    ObjectNode embed = record.putObject("embed");
    embed.put("$type", "app.bsky.embed.external");
    embed
        .putObject("external")
        .put("description", "")
        .put("title", "An article")
        .put("uri", link.url());
  }

  private static ObjectNode facet(ArrayNode facets, int from, int until, String type) {
    ObjectNode facet = facets.addObject();
    facet.putObject("index").put("byteStart", from).put("byteEnd", until);
    return facet.putArray("features").addObject().put("$type", "app.bsky.richtext.facet#" + type);
  }

  private static int bytes(StringBuilder text) {
    return text.toString().getBytes(StandardCharsets.UTF_8).length;
  }
}
