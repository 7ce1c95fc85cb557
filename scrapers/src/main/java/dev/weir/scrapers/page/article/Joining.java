package dev.weir.scrapers.page.article;

import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Joins the best element and its siblings that look like more of the same text into one article.
 */
final class Joining {
  private static final double LEAST_SCORE = 10;
  private static final double SHARE_OF_BEST = 0.2;
  private static final double FEW_LINKS = 0.25;
  private static final int LONG_PARAGRAPH = 80;
  private static final Pattern SENTENCE_END = Pattern.compile("\\.(?: |$)");
  private static final Set<String> KEPT_TAGS = Set.of("div", "article", "section", "p", "ol", "ul");

  private Joining() {}

  static Node join(Node best) {
    Node article = Node.element("div");
    Node parent = best.parent();
    if (parent == null || best.is("body")) {
      for (Node child : best.children()) {
        article.append(child);
      }
      return article;
    }
    double least = Math.max(LEAST_SCORE, best.score() * SHARE_OF_BEST);
    String style = best.attribute("class");
    for (Node sibling : parent.children()) {
      if (sibling.isText()) {
        continue;
      }
      double bonus =
          !style.isEmpty() && sibling.attribute("class").equals(style)
              ? best.score() * SHARE_OF_BEST
              : 0;
      if (sibling == best
          || (sibling.isScored() && sibling.score() + bonus >= least)
          || isText(sibling)) {
        if (!KEPT_TAGS.contains(sibling.tag())) {
          sibling.retag("div");
        }
        article.append(sibling);
      }
    }
    return article;
  }

  private static boolean isText(@Nullable Node sibling) {
    if (sibling == null || !sibling.is("p")) {
      return false;
    }
    Measures measures = sibling.measures();
    if (measures.length() > LONG_PARAGRAPH) {
      return measures.linkDensity() < FEW_LINKS;
    }
    return measures.length() > 0
        && measures.linked() == 0
        && SENTENCE_END.matcher(TextRenderer.line(sibling).strip()).find();
  }
}
