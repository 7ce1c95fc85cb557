package dev.weir.scrapers.page;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.parser.Parser;

/**
 * The first article that a document describes in JSON-LD with schema.org's vocabulary. A block that
 * is no JSON is passed over, as search engines do.
 */
final class JsonLd {
  private static final int BLOCKS = 20;
  private static final int LONGEST_BLOCK = 1_000_000;
  private static final int DEPTH = 50;
  private static final int LONGEST_NUMBER = 100;
  private static final Pattern ARTICLE =
      Pattern.compile(
          "(?:https?://schema\\.org/)?(?:\\w*Article|Report|BlogPosting|LiveBlogPosting|SocialMediaPosting|DiscussionForumPosting"
              + "|Review|HowTo|Recipe|TechArticle|APIReference)");
  private static final Pattern WRAPPING =
      Pattern.compile(
          "^\\s*(?:/[*/]\\s*)?<!\\[CDATA\\[(?:\\s*\\*/)?|(?:/[*/]\\s*)?]]>(?:\\s*\\*/)?\\s*$");
  private static final ObjectMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(DEPTH)
                          .maxNumberLength(LONGEST_NUMBER)
                          .build())
                  .build())
          .enable(JsonReadFeature.ALLOW_UNESCAPED_CONTROL_CHARS)
          .build();
  private static final JsonLd NOTHING = new JsonLd(JSON.missingNode());

  private final JsonNode article;

  private JsonLd(JsonNode article) {
    this.article = article;
  }

  static JsonLd read(Document document) {
    int blocks = 0;
    for (Element script : document.select("script[type=application/ld+json]")) {
      if (++blocks > BLOCKS) {
        break;
      }
      Optional<JsonNode> found = parse(script.data()).flatMap(root -> article(root, 0));
      if (found.isPresent()) {
        return new JsonLd(found.get());
      }
    }
    return NOTHING;
  }

  Optional<String> headline() {
    return text(article.path("headline"));
  }

  Optional<String> name() {
    return text(article.path("name"));
  }

  Optional<String> byline() {
    return names(article.path("author")).or(() -> names(article.path("creator")));
  }

  Optional<String> excerpt() {
    return text(article.path("description"));
  }

  Optional<String> siteName() {
    return names(article.path("publisher"));
  }

  Optional<String> published() {
    return text(article.path("datePublished"));
  }

  Optional<String> modified() {
    return text(article.path("dateModified"));
  }

  Optional<String> language() {
    return names(article.path("inLanguage"));
  }

  private static Optional<JsonNode> parse(String block) {
    if (block.length() > LONGEST_BLOCK) {
      return Optional.empty();
    }
    try {
      return Optional.ofNullable(JSON.readTree(WRAPPING.matcher(block).replaceAll("")));
    } catch (JsonProcessingException notJson) {
      return Optional.empty();
    }
  }

  private static Optional<JsonNode> article(JsonNode node, int depth) {
    if (depth > 4) {
      return Optional.empty();
    }
    if (node.isArray()) {
      for (JsonNode element : node) {
        Optional<JsonNode> found = article(element, depth + 1);
        if (found.isPresent()) {
          return found;
        }
      }
      return Optional.empty();
    }
    if (isArticle(node.path("@type"))) {
      return Optional.of(node);
    }
    return article(node.path("@graph"), node.has("@graph") ? depth + 1 : DEPTH)
        .or(() -> article(node.path("mainEntity"), node.has("mainEntity") ? depth + 1 : DEPTH));
  }

  private static boolean isArticle(JsonNode type) {
    if (type.isArray()) {
      for (JsonNode each : type) {
        if (isArticle(each)) {
          return true;
        }
      }
    }
    return type.isTextual() && ARTICLE.matcher(type.textValue()).matches();
  }

  private static Optional<String> names(JsonNode node) {
    if (node.isArray()) {
      List<String> names = new ArrayList<>();
      node.forEach(each -> names(each).ifPresent(names::add));
      return names.isEmpty()
          ? Optional.empty()
          : Optional.of(names.stream().distinct().collect(Collectors.joining(", ")));
    }
    return text(node.isObject() ? node.path("name") : node);
  }

  private static Optional<String> text(JsonNode node) {
    JsonNode value = node.isArray() ? node.path(0) : node;
    if (!value.isTextual() || value.textValue().isBlank()) {
      return Optional.empty();
    }
    return Optional.of(Parser.unescapeEntities(value.textValue(), false).strip());
  }
}
