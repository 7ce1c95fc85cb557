package dev.weir.scrapers.feed;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.weir.scrapers.feed.UnreadableFeedException.Reason;
import dev.weir.scrapers.text.DateParser;
import dev.weir.scrapers.text.StatedTime;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** JSON Feed, versions 1.0 and 1.1 (jsonfeed.org). */
final class JsonFeedReader {
  private static final Pattern VERSION =
      Pattern.compile("https?://(?:www\\.)?jsonfeed\\.org/version/([0-9.]+)/?");
  private static final Pattern PARSER_STATE = Pattern.compile("\\s*[(:].*", Pattern.DOTALL);
  private static final ObjectMapper JSON =
      new ObjectMapper(
          JsonFactory.builder()
              .streamReadConstraints(
                  StreamReadConstraints.builder().maxNestingDepth(FeedLimits.DEPTH).build())
              .enable(JsonReadFeature.ALLOW_UNESCAPED_CONTROL_CHARS)
              .enable(JsonReadFeature.ALLOW_TRAILING_COMMA)
              .build());

  private JsonFeedReader() {}

  static ParsedFeed read(String text, String url) throws UnreadableFeedException {
    JsonNode root = parse(text);
    Matcher version = VERSION.matcher(root.path("version").asText(""));
    if (!version.matches() && !root.path("items").isArray()) {
      throw new UnreadableFeedException(
          Reason.NOT_A_FEED,
          "Expected a JSON Feed with a version and items, got: another kind of JSON");
    }
    FeedValues values = new FeedValues(url);
    return new ParsedFeed(
        "json",
        version.matches() ? Optional.of(version.group(1)) : Optional.empty(),
        text(root, "title").flatMap(title -> FeedValues.line(title, FeedLimits.LONGEST_TITLE)),
        text(root, "home_page_url").flatMap(values::link),
        text(root, "language"),
        items(root, values),
        false);
  }

  private static JsonNode parse(String text) throws UnreadableFeedException {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException malformed) {
      String what = PARSER_STATE.matcher(malformed.getOriginalMessage()).replaceAll("");
      throw new UnreadableFeedException(Reason.MALFORMED, "Expected JSON, got: " + what, malformed);
    }
  }

  private static List<FeedItem> items(JsonNode root, FeedValues values)
      throws UnreadableFeedException {
    List<FeedItem> items = new ArrayList<>();
    for (JsonNode node : root.path("items")) {
      FeedValues.refuseTooMany(items.size() + 1);
      items.add(
          new FeedItem(
              text(node, "id").flatMap(FeedValues::id),
              text(node, "url")
                  .flatMap(values::link)
                  .or(() -> text(node, "external_url").flatMap(values::link)),
              text(node, "title")
                  .flatMap(title -> FeedValues.line(title, FeedLimits.LONGEST_TITLE)),
              time(node, "date_published"),
              time(node, "date_modified"),
              author(node).or(() -> author(root))));
    }
    return items;
  }

  private static Optional<StatedTime> time(JsonNode node, String name) {
    return text(node, name).flatMap(text -> DateParser.parse(text, Optional.empty()));
  }

  /** Version 1.0 has one author; some feeds give a name instead of an object. */
  private static Optional<String> author(JsonNode node) {
    Set<String> names = new LinkedHashSet<>();
    node.path("authors").forEach(author -> name(author).ifPresent(names::add));
    if (names.isEmpty()) {
      name(node.path("author")).ifPresent(names::add);
    }
    return FeedValues.line(String.join(", ", names), FeedLimits.LONGEST_AUTHOR);
  }

  private static Optional<String> name(JsonNode author) {
    return author.isTextual() ? text(author) : text(author, "name");
  }

  private static Optional<String> text(JsonNode node, String name) {
    return text(node.path(name));
  }

  private static Optional<String> text(JsonNode value) {
    return value.isValueNode() && !value.isNull() && !value.asText().isBlank()
        ? Optional.of(value.asText())
        : Optional.empty();
  }
}
