package dev.weir.scrapers.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The expected content of a recorded feed, in any of the three JSON formats. */
public record ExpectedFeed(Optional<String> title, Optional<String> link, List<Item> items) {
  /** The expected content of one item. */
  public record Item(
      Optional<String> id,
      Optional<String> link,
      Optional<String> title,
      Optional<String> published,
      Optional<String> updated) {}

  /** Reads the JSON. */
  public static ExpectedFeed of(JsonNode root) {
    JsonNode list = root.has("entries") ? root.path("entries") : root.path("items");
    List<Item> items = new ArrayList<>();
    list.forEach(node -> items.add(item(node)));
    return new ExpectedFeed(
        text(root, "title"), link(root).or(() -> text(root, "home_page_url")), items);
  }

  private static Item item(JsonNode node) {
    return new Item(
        text(node, "id").or(() -> text(node, "guid")).or(() -> text(node.path("guid"), "value")),
        link(node).or(() -> text(node, "url")),
        text(node, "title"),
        first(node, "publishedParsed", "pubDateParsed", "date_published"),
        first(node, "updatedParsed", "date_modified"));
  }

  private static Optional<String> link(JsonNode node) {
    if (node.path("link").isTextual()) {
      return text(node, "link");
    }
    for (JsonNode link : node.path("links")) {
      String relation = link.path("rel").asText("alternate");
      if (link.isObject() && (relation.isEmpty() || relation.equals("alternate"))) {
        return text(link, "href");
      }
    }
    return Optional.empty();
  }

  private static Optional<String> first(JsonNode node, String... names) {
    for (String name : names) {
      Optional<String> text = text(node, name);
      if (text.isPresent()) {
        return text;
      }
    }
    return Optional.empty();
  }

  private static Optional<String> text(JsonNode node, String name) {
    return Optional.of(node.path(name))
        .filter(JsonNode::isTextual)
        .map(JsonNode::textValue)
        .filter(text -> !text.isBlank());
  }
}
