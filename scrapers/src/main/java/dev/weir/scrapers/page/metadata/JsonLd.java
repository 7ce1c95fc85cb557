package dev.weir.scrapers.page.metadata;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weir.scrapers.page.link.Links;
import dev.weir.scrapers.page.markup.Texts;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jsoup.nodes.Document;
import org.jsoup.parser.Parser;

/**
 * The JSON-LD metadata (schema.org) of the article on a page.
 *
 * <p>A document may describe several articles. The one that refers to this page ({@code
 * mainEntityOfPage}, {@code url}, {@code @id}) is used; else the first that does not refer to
 * another page of the site; else one that has the page's title. Entities inside an article (updates
 * of a live blog, related stories) are ignored. If the article has no date or language, the
 * description of the page itself ({@code WebPage}) supplies it.
 */
final class JsonLd {
  private static final int MOST_NAMES = 50;
  private static final int REFERENCES = 4;
  private static final double SAME_TITLE = 0.75;
  private static final Pattern ADDRESS = Pattern.compile("(?i)^(?:https?:)?//\\S+$");

  private final JsonLdGraph graph;
  private final JsonNode article;
  private final JsonNode page;

  private JsonLd(JsonLdGraph graph, JsonNode article, JsonNode page) {
    this.graph = graph;
    this.article = article;
    this.page = page;
  }

  /**
   * Reads the blocks of a document.
   *
   * @param links the document's links, which know its address
   * @param title the page's title, from its {@code title} element
   */
  static JsonLd read(Document document, Links links, String title) {
    JsonLdGraph graph = JsonLdGraph.of(document);
    JsonNode article = article(graph, links, title);
    JsonNode page = graph.pages().stream().findFirst().orElse(JsonLdGraph.NOTHING);
    return new JsonLd(graph, article, page);
  }

  /** The article's headline, unless that is the site's name. */
  Optional<String> headline() {
    return title("headline");
  }

  /** The article's name, unless that is the site's name. */
  Optional<String> name() {
    return title("name");
  }

  private Optional<String> title(String property) {
    Optional<String> site = siteName();
    return text(article.path(property))
        .filter(title -> site.filter(title::equalsIgnoreCase).isEmpty());
  }

  /** All authors, or else all creators, as one line. */
  Optional<String> byline() {
    return names(article.path("author")).or(() -> names(article.path("creator")));
  }

  Optional<String> excerpt() {
    return text(article.path("description"));
  }

  Optional<String> siteName() {
    return names(article.path("publisher"));
  }

  Stream<String> published() {
    return both("datePublished");
  }

  Stream<String> modified() {
    return both("dateModified");
  }

  Optional<String> language() {
    return names(article.path("inLanguage")).or(() -> names(page.path("inLanguage")));
  }

  private Stream<String> both(String property) {
    return Stream.of(article, page).flatMap(one -> text(one.path(property)).stream());
  }

  private static JsonNode article(JsonLdGraph graph, Links links, String title) {
    List<JsonNode> articles = graph.articles();
    Optional<JsonNode> own =
        articles.stream()
            .filter(one -> addresses(graph, one).anyMatch(links::isThisPage))
            .findFirst();
    Optional<JsonNode> possible =
        articles.stream()
            .filter(one -> statedPage(graph, one).filter(links::isOtherPage).isEmpty())
            .findFirst();
    return own.or(() -> possible)
        .or(() -> articles.stream().filter(one -> isTitled(one, title)).findFirst())
        .orElse(JsonLdGraph.NOTHING);
  }

  private static Stream<String> addresses(JsonLdGraph graph, JsonNode article) {
    return Stream.of(
            statedPage(graph, article), text(article.path("url")), text(article.path("@id")))
        .flatMap(Optional::stream);
  }

  /** The page that an article refers to; {@code true} and blank nodes refer to none. */
  private static Optional<String> statedPage(JsonLdGraph graph, JsonNode article) {
    JsonNode stated = graph.resolve(first(article.path("mainEntityOfPage")));
    Optional<String> address =
        stated.isObject()
            ? text(stated.path("@id")).or(() -> text(stated.path("url")))
            : text(stated);
    return address.filter(one -> one.indexOf('/') >= 0);
  }

  private static boolean isTitled(JsonNode article, String title) {
    return Stream.of("headline", "name")
        .flatMap(property -> text(article.path(property)).stream())
        .anyMatch(text -> Texts.similarity(text, title) > SAME_TITLE);
  }

  private Optional<String> names(JsonNode node) {
    Set<String> names = new LinkedHashSet<>();
    collectNames(node, REFERENCES, names);
    return names.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", names));
  }

  private void collectNames(JsonNode node, int depth, Set<String> names) {
    if (depth == 0 || names.size() >= MOST_NAMES) {
      return;
    }
    for (JsonNode one : each(node)) {
      JsonNode entity = graph.resolve(one);
      if (entity.isObject() && entity.has("@list")) {
        collectNames(entity.path("@list"), depth - 1, names);
      } else {
        name(entity).filter(name -> !ADDRESS.matcher(name).matches()).ifPresent(names::add);
      }
    }
  }

  private static Optional<String> name(JsonNode entity) {
    if (!entity.isObject() || entity.has("@value")) {
      return text(entity);
    }
    return text(entity.path("name"))
        .or(
            () -> {
              List<String> parts = new ArrayList<>();
              text(entity.path("givenName")).ifPresent(parts::add);
              text(entity.path("familyName")).ifPresent(parts::add);
              return parts.isEmpty() ? Optional.empty() : Optional.of(String.join(" ", parts));
            });
  }

  private static Iterable<JsonNode> each(JsonNode node) {
    return node.isArray() ? node : List.of(node);
  }

  private static JsonNode first(JsonNode node) {
    return node.isArray() ? node.path(0) : node;
  }

  private static Optional<String> text(JsonNode node) {
    JsonNode value = first(node);
    if (value.isObject()) {
      value = first(value.path("@value"));
    }
    if (value.isIntegralNumber()) {
      return Optional.of(value.asText());
    }
    if (!value.isTextual() || value.textValue().isBlank()) {
      return Optional.empty();
    }
    return Optional.of(Parser.unescapeEntities(value.textValue(), false).strip());
  }
}
