package dev.weir.scrapers.page.article;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Removes from an article what is not text to read: forms, sharing buttons, lists of links, boxes.
 */
final class Cleaning {
  private static final int SHARING_TEXT = 500;
  private static final Set<String> NEVER_TEXT =
      Set.of(
          "object",
          "embed",
          "footer",
          "link",
          "aside",
          "iframe",
          "input",
          "textarea",
          "select",
          "button");
  private static final Set<String> FORMS = Set.of("form", "fieldset");
  private static final Set<String> BOXES = Set.of("table", "ul", "div");

  private final boolean useHints;
  private final boolean conditionally;

  Cleaning(boolean useHints, boolean conditionally) {
    this.useHints = useHints;
    this.conditionally = conditionally;
  }

  void clean(Node article) {
    DataTables tables = DataTables.mark(article);
    if (conditionally) {
      dropDubious(article, FORMS, tables);
    }
    Measures.measure(article);
    dropPlain(article);
    if (conditionally) {
      dropDubious(article, BOXES, tables);
    }
  }

  private void dropPlain(Node article) {
    Node part = article.first();
    while (part != null) {
      boolean drop = isNoText(part) && !(isEmbed(part) && HintWords.isVideo(part));
      Node next = drop ? part.after() : part.following();
      if (drop) {
        part.remove();
      }
      part = next;
    }
  }

  private boolean isNoText(Node part) {
    if (NEVER_TEXT.contains(part.tag()) || HintWords.isFurniture(part)) {
      return true;
    }
    if (useHints && (part.is("h1") || part.is("h2")) && HintWords.weight(part) < 0) {
      return true;
    }
    return !part.isText() && part.measures().length() < SHARING_TEXT && HintWords.isSharing(part);
  }

  private static boolean isEmbed(Node part) {
    return part.is("object") || part.is("embed") || part.is("iframe");
  }

  /** Bottom-up: what was removed inside an element no longer counts for it. */
  private void dropDubious(Node article, Set<String> tags, DataTables tables) {
    Node part = deepest(article);
    while (part != article) {
      Node following = following(part);
      if (!part.isText()) {
        part.measures(Measures.ofElement(part));
      }
      if (tags.contains(part.tag()) && isDubious(part, tables)) {
        part.remove();
      }
      part = following;
    }
    Measures.measure(article);
  }

  private static Node deepest(Node part) {
    Node deepest = part;
    for (Node child = part.first(); child != null; child = child.first()) {
      deepest = child;
    }
    return deepest;
  }

  private static Node following(Node part) {
    @Nullable Node next = part.next();
    if (next != null) {
      return deepest(next);
    }
    Node parent = part.parent();
    if (parent == null) {
      throw new IllegalStateException("Expected a part inside of the article, got: " + part.tag());
    }
    return parent;
  }

  private boolean isDubious(Node part, DataTables tables) {
    if (tables.covers(part) || part.hasAncestor("code", Integer.MAX_VALUE)) {
      return false;
    }
    double weight = useHints ? HintWords.weight(part) : 0;
    return weight < 0 || (part.measures().commas() + 1 < 10 && ConditionalCleaner.of(part, weight));
  }
}
