package dev.weir.scrapers.page.metadata;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;

/**
 * The entities of all JSON-LD blocks of a document. Entities refer to each other by {@code @id},
 * across blocks. A block that is not JSON is ignored, as search engines do; common defects are
 * tolerated: CDATA, HTML comments, a semicolon, raw line breaks in strings, a trailing comma.
 */
final class JsonLdGraph {
  static final JsonNode NOTHING = MissingNode.getInstance();

  private static final int BLOCKS = 50;
  private static final int LONGEST_BLOCK = 1_000_000;
  private static final int VALUES = 100;
  private static final int ENTITIES = 2_000;
  private static final int DEPTH = 50;
  private static final int WRAPPERS = 4;
  private static final int MOST_COLLECTED = 200;
  private static final int LONGEST_NUMBER = 100;
  private static final String VOCABULARY = "(?:https?://(?:www\\.)?schema\\.org/|schema:)?";
  private static final Pattern ARTICLE =
      Pattern.compile(
          VOCABULARY
              + "(?:\\w*Article|Report|BlogPosting|LiveBlogPosting|SocialMediaPosting|DiscussionForumPosting"
              + "|Review|HowTo|Recipe|APIReference)");
  private static final Pattern PAGE = Pattern.compile(VOCABULARY + "\\w*Page");
  private static final List<String> OPENINGS =
      List.of(
          "\ufeff",
          "<!--",
          "<![CDATA[",
          "//<![CDATA[",
          "// <![CDATA[",
          "/*<![CDATA[*/",
          "/* <![CDATA[ */");
  private static final List<String> CLOSINGS =
      List.of(";", "//-->", "// -->", "-->", "//]]>", "// ]]>", "/*]]>*/", "/* ]]> */", "]]>");
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
          .enable(JsonReadFeature.ALLOW_TRAILING_COMMA)
          .enable(JsonReadFeature.ALLOW_JAVA_COMMENTS)
          .enable(JsonReadFeature.ALLOW_BACKSLASH_ESCAPING_ANY_CHARACTER)
          .build();

  private final List<JsonNode> articles = new ArrayList<>();
  private final List<JsonNode> pages = new ArrayList<>();
  private final Map<String, JsonNode> byId = new HashMap<>();
  private int entities;

  private JsonLdGraph() {}

  static JsonLdGraph of(Document document) {
    JsonLdGraph graph = new JsonLdGraph();
    List<JsonNode> roots = new ArrayList<>();
    int blocks = 0;
    for (Element script : document.select("script[type]")) {
      if (isJsonLd(script.attr("type")) && ++blocks <= BLOCKS) {
        roots.addAll(parse(script.data()));
      }
    }
    roots.forEach(root -> graph.index(root, DEPTH));
    roots.forEach(root -> graph.collect(root, WRAPPERS));
    return graph;
  }

  /** The first articles that are top-level or the main entity of a page, in document order. */
  List<JsonNode> articles() {
    return articles;
  }

  List<JsonNode> pages() {
    return pages;
  }

  /** The entity that {@code node} refers to by {@code @id}, or {@code node} itself. */
  JsonNode resolve(JsonNode node) {
    boolean reference =
        node.isTextual() || (node.isObject() && node.size() <= 2 && !node.has("name"));
    String id = node.isTextual() ? node.textValue() : node.path("@id").asText("");
    return reference ? byId.getOrDefault(id, node) : node;
  }

  /** A media type may have parameters (RFC 6838, section 4.3). */
  private static boolean isJsonLd(String type) {
    int semicolon = type.indexOf(';');
    String media = semicolon < 0 ? type : type.substring(0, semicolon);
    return media.strip().toLowerCase(Locale.ROOT).equals("application/ld+json");
  }

  private static List<JsonNode> parse(String block) {
    List<JsonNode> roots = new ArrayList<>();
    if (block.length() > LONGEST_BLOCK) {
      return roots;
    }
    String json = unwrapped(block);
    try (MappingIterator<JsonNode> values = JSON.readerFor(JsonNode.class).readValues(json)) {
      while (roots.size() < VALUES && values.hasNextValue()) {
        roots.add(values.nextValue());
      }
    } catch (IOException notJson) {
      // What was parsed before it is kept.
    }
    return roots;
  }

  private static String unwrapped(String block) {
    String json = block.strip();
    for (int i = 0; i < WRAPPERS; i++) {
      String before = json;
      for (String opening : OPENINGS) {
        json = json.startsWith(opening) ? afterOpening(json, opening).strip() : json;
      }
      for (String closing : CLOSINGS) {
        json = json.endsWith(closing) ? cut(json, closing).strip() : json;
      }
      if (json.equals(before)) {
        break;
      }
    }
    return json;
  }

  /** Without the opening, and without the text of a comment that ends before the JSON begins. */
  private static String afterOpening(String json, String opening) {
    int end = opening.equals("<!--") ? json.indexOf("-->") : -1;
    int start = json.indexOf('{');
    return end >= 0 && end < start
        ? json.substring(end + "-->".length())
        : json.substring(opening.length());
  }

  private static String cut(String json, String closing) {
    return json.substring(0, json.length() - closing.length());
  }

  private void index(JsonNode node, int depth) {
    if (depth == 0 || entities > ENTITIES) {
      return;
    }
    if (node.isObject()) {
      entities++;
      if (node.path("@id").isTextual() && node.size() > 1) {
        byId.merge(node.path("@id").textValue(), node, JsonLdGraph::fuller);
      }
    }
    node.forEach(inner -> index(inner, depth - 1));
  }

  private static JsonNode fuller(JsonNode one, JsonNode other) {
    return other.size() > one.size() ? other : one;
  }

  private void collect(JsonNode node, int depth) {
    if (depth == 0 || articles.size() + pages.size() >= MOST_COLLECTED) {
      return;
    }
    if (node.isArray()) {
      node.forEach(element -> collect(element, depth));
      return;
    }
    JsonNode entity = resolve(node);
    if (isA(entity, ARTICLE)) {
      articles.add(entity);
      return;
    }
    if (isA(entity, PAGE)) {
      pages.add(entity);
    }
    collect(entity.path("@graph"), depth - 1);
    collect(entity.path("mainEntity"), depth - 1);
  }

  private static boolean isA(JsonNode entity, Pattern kind) {
    JsonNode type = entity.path("@type");
    if (type.isArray()) {
      for (JsonNode each : type) {
        if (each.isTextual() && kind.matcher(each.textValue()).matches()) {
          return true;
        }
      }
      return false;
    }
    return type.isTextual() && kind.matcher(type.textValue()).matches();
  }
}
