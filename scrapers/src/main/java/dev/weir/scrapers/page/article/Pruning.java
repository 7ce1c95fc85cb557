package dev.weir.scrapers.page.article;

import dev.weir.scrapers.page.markup.Texts;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The first walk over a tree: removes unlikely content, turns loose text into paragraphs, and lists
 * the nodes to score.
 */
final class Pruning {
  private static final int LONGEST_BYLINE = 100;
  private static final int ARTICLE_LEVELS = 3;
  private static final int FIELD_LEVELS = 4;
  private static final double SAME_TITLE = 0.75;
  private static final double FEW_LINKS = 0.25;
  private static final Set<String> SCORED =
      Set.of("section", "h2", "h3", "h4", "h5", "h6", "p", "td", "pre");
  private static final Set<String> NEEDS_CONTENT =
      Set.of("div", "section", "header", "h1", "h2", "h3", "h4", "h5", "h6");
  private static final Set<String> BLOCKS =
      Set.of("blockquote", "dl", "div", "img", "ol", "p", "pre", "table", "ul");

  private final String title;
  private final boolean dropUnlikely;
  private final boolean takeByline;
  private final List<Node> worthy = new ArrayList<>();
  private @Nullable String byline;
  private boolean titleDropped;

  /**
   * A walk for one attempt.
   *
   * @param takeByline whether to extract an author's line, and remove it from the text
   */
  Pruning(String title, boolean dropUnlikely, boolean takeByline) {
    this.title = title;
    this.takeByline = takeByline;
    this.dropUnlikely = dropUnlikely;
  }

  /** The nodes to score, in document order. */
  List<Node> run(Node body) {
    Measures.measure(body);
    Node part = body.first();
    while (part != null) {
      if (part.isText()) {
        part = part.following();
      } else if (isUseless(part)) {
        Node after = part.after();
        part.remove();
        part = after;
      } else {
        part = visit(part).following();
      }
    }
    return worthy;
  }

  Optional<String> byline() {
    return Optional.ofNullable(byline);
  }

  private boolean isUseless(Node part) {
    if (takeByline(part) || isTitle(part)) {
      return true;
    }
    if (dropUnlikely && isUnlikely(part)) {
      takeBylineInside(part);
      return true;
    }
    return isEmpty(part);
  }

  /** An article's header or footer often names the author, but is not part of the text. */
  private void takeBylineInside(Node dropped) {
    if (!dropped.hasAncestor("article", ARTICLE_LEVELS)) {
      return;
    }
    Node end = dropped.after();
    Node part = dropped.first();
    while (part != null && part != end && byline == null) {
      if (part.attribute("rel").equals("author") || part.hints().contains("byline")) {
        takeByline(part);
      }
      part = part.following();
    }
  }

  private boolean takeByline(Node part) {
    if (!takeByline || byline != null || !HintWords.isByline(part) || isField(part)) {
      return false;
    }
    int length = part.measures().length();
    if (length == 0 || length > LONGEST_BYLINE) {
      return false;
    }
    String text = TextRenderer.line(named(part)).strip();
    if (text.isEmpty() || text.length() >= LONGEST_BYLINE) {
      return false;
    }
    byline = text;
    return true;
  }

  /** A form field asks for a name and is not a byline. */
  private static boolean isField(Node part) {
    return part.is("label")
        || part.measures().inputs() > 0
        || part.hasAncestor("label", FIELD_LEVELS)
        || HintWords.isInsideFurniture(part);
  }

  private static Node named(Node author) {
    Node end = author.after();
    for (Node part = author.following(); part != null && part != end; part = part.following()) {
      if (part.attribute("itemprop").contains("name")) {
        return part;
      }
    }
    return author;
  }

  private boolean isTitle(Node part) {
    if (titleDropped || !(part.is("h1") || part.is("h2")) || part.measures().length() > 1_000) {
      return false;
    }
    titleDropped = Texts.similarity(title, TextRenderer.line(part)) > SAME_TITLE;
    return titleDropped;
  }

  private static boolean isUnlikely(Node part) {
    boolean kept =
        part.is("body")
            || part.is("a")
            || part.hasAncestor("table", 3)
            || part.hasAncestor("code", 3);
    return HintWords.isAside(part) || (!kept && HintWords.isUnlikely(part));
  }

  private static boolean isEmpty(Node part) {
    if (!NEEDS_CONTENT.contains(part.tag()) || part.measures().length() > 0) {
      return false;
    }
    for (Node child = part.first(); child != null; child = child.next()) {
      if (!child.isText() && !child.is("br") && !child.is("hr")) {
        return false;
      }
    }
    return true;
  }

  private Node visit(Node part) {
    if (SCORED.contains(part.tag())) {
      worthy.add(part);
    }
    if (!part.is("div")) {
      return part;
    }
    looseTextToParagraphs(part);
    Node only = onlyParagraph(part);
    if (only != null && !HintWords.isFurniture(part)) {
      part.replaceWith(only);
      worthy.add(only);
      return only;
    }
    if (!hasBlock(part)) {
      part.retag("p");
      worthy.add(part);
    }
    return part;
  }

  private static void looseTextToParagraphs(Node div) {
    Node paragraph = null;
    Node child = div.first();
    while (child != null) {
      Node next = child.next();
      if (!PartTree.isPhrasing(child)) {
        paragraph = null;
      } else if (paragraph != null) {
        paragraph.append(child);
      } else if (!child.isBlank() && !child.is("br")) {
        paragraph = Node.element("p");
        child.replaceWith(paragraph);
        paragraph.append(child);
      }
      child = next;
    }
  }

  private static @Nullable Node onlyParagraph(Node div) {
    Node only = null;
    for (Node child = div.first(); child != null; child = child.next()) {
      if (child.isBlank()) {
        continue;
      }
      if (only != null || !child.is("p")) {
        return null;
      }
      only = child;
    }
    if (only == null) {
      return null;
    }
    Measures.measure(only);
    return only.measures().linkDensity() < FEW_LINKS ? only : null;
  }

  private static boolean hasBlock(Node part) {
    Node end = part.after();
    for (Node inner = part.first(); inner != null && inner != end; inner = inner.following()) {
      if (BLOCKS.contains(inner.tag())) {
        return true;
      }
    }
    return false;
  }
}
