package dev.weir.scrapers.page.article;

import dev.weir.scrapers.page.markup.Furniture;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Finds the element that the page itself marks as the article's text.
 *
 * <p>Scores cannot tell a short text from what surrounds it, so the markup decides: schema.org's
 * {@code articleBody}, the content class of microformats ({@code e-content}, {@code entry-content})
 * or of WordPress's blocks, or else the only {@code article}, or the only {@code main}. A page with
 * several of a kind is a list of articles.
 */
final class StatedBody {
  private static final Set<String> CONTENT =
      Set.of("entry-content", "e-content", "wp-block-post-content", "post-content");
  private static final List<Predicate<Node>> NAMED =
      List.of(
          part -> part.attribute("itemprop").equals("articleBody"),
          part -> Furniture.hasWord(part.attribute("class"), CONTENT));
  private static final List<Predicate<Node>> ENCLOSING =
      List.of(
          part -> part.is("article"),
          part -> part.is("main") || part.attribute("role").equals("main"));

  private StatedBody() {}

  /** Returns the element marked as the article's text. */
  static Optional<Node> named(Node body) {
    return only(body, NAMED);
  }

  /**
   * Returns the element that holds the article, possibly with a heading and a date beside its text.
   */
  static Optional<Node> enclosing(Node body) {
    return only(body, ENCLOSING);
  }

  /** The element of the first kind that occurs, if exactly one of them has text. */
  private static Optional<Node> only(Node body, List<Predicate<Node>> kinds) {
    Measures.measure(body);
    return kinds.stream()
        .map(kind -> outermost(body, kind))
        .filter(found -> !found.isEmpty())
        .findFirst()
        .filter(found -> found.size() == 1)
        .map(found -> found.get(0));
  }

  private static List<Node> outermost(Node body, Predicate<Node> kind) {
    List<Node> found = new ArrayList<>();
    Node part = body.first();
    while (part != null) {
      boolean matches = !part.isText() && part.measures().length() > 0 && kind.test(part);
      if (matches) {
        found.add(part);
      }
      part = matches ? part.after() : part.following();
    }
    return found;
  }
}
