package dev.weir.scrapers.page.article;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Counts over the content of a node, summed bottom-up, so that a lookup is cheap at any depth.
 *
 * @param length characters of text, with runs of white space as one
 * @param linked characters inside links; links within the page count little
 * @param commas commas of any script
 * @param headed characters inside headings
 * @param listed characters inside lists
 * @param blocked characters inside blocks, items, cells and spans
 */
record Measures(
    int length,
    double linked,
    int commas,
    int headed,
    int listed,
    int blocked,
    int paragraphs,
    int images,
    int items,
    int inputs,
    int embeds,
    int videos) {
  static final Measures NONE = new Measures(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
  private static final String COMMAS = ",\u060c\ufe50\ufe10\ufe11\u2e41\u2e34\u2e32\uff0c\u3001";
  private static final double SAME_PAGE_LINK = 0.3;
  private static final Set<String> BLOCKS =
      Set.of("blockquote", "dl", "div", "img", "ol", "p", "pre", "table", "ul", "span", "li", "td");

  /** Fraction of the text that is links, 0 to 1. */
  double linkDensity() {
    return length == 0 ? 0 : Math.min(1, linked / length);
  }

  /** Measures {@code root} and its descendants. */
  static void measure(Node root) {
    for (Node part = deepest(root); part != null; part = part == root ? null : upward(part)) {
      part.measures(part.isText() ? ofText(part.text()) : ofElement(part));
    }
  }

  private static Node deepest(Node part) {
    Node deepest = part;
    for (Node child = part.first(); child != null; child = child.first()) {
      deepest = child;
    }
    return deepest;
  }

  private static @Nullable Node upward(Node part) {
    Node next = part.next();
    return next == null ? part.parent() : deepest(next);
  }

  private static Measures ofText(String text) {
    int length = 0;
    int commas = 0;
    boolean space = true;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean blank = Character.isWhitespace(c);
      length += blank && space ? 0 : 1;
      space = blank;
      commas += COMMAS.indexOf(c) < 0 ? 0 : 1;
    }
    return new Measures(length == 1 && space ? 0 : length, 0, commas, 0, 0, 0, 0, 0, 0, 0, 0, 0);
  }

  /** The content of {@code part}; its parent counts {@code part} itself. */
  static Measures ofElement(Node part) {
    int length = 0;
    double linked = 0;
    int commas = 0;
    int headed = 0;
    int listed = 0;
    int blocked = 0;
    int paragraphs = 0;
    int images = 0;
    int items = 0;
    int inputs = 0;
    int embeds = 0;
    int videos = 0;
    for (Node child = part.first(); child != null; child = child.next()) {
      Measures inner = child.measures();
      length += inner.length;
      commas += inner.commas;
      linked += child.is("a") ? inner.length * linkWeight(child) : inner.linked;
      headed += isHeading(child.tag()) ? inner.length : inner.headed;
      listed += child.is("ul") || child.is("ol") ? inner.length : inner.listed;
      blocked += BLOCKS.contains(child.tag()) ? inner.length : inner.blocked;
      paragraphs += inner.paragraphs + (child.is("p") ? 1 : 0);
      images += inner.images + (child.is("img") ? 1 : 0);
      items += inner.items + (child.is("li") ? 1 : 0);
      inputs += inner.inputs + (child.is("input") ? 1 : 0);
      boolean embed = child.is("object") || child.is("embed") || child.is("iframe");
      embeds += inner.embeds + (embed ? 1 : 0);
      videos += inner.videos + (embed && HintWords.isVideo(child) ? 1 : 0);
    }
    return new Measures(
        length,
        linked,
        commas,
        headed,
        listed,
        blocked,
        paragraphs,
        images,
        items,
        inputs,
        embeds,
        videos);
  }

  static boolean isHeading(String tag) {
    return tag.length() == 2
        && tag.charAt(0) == 'h'
        && tag.charAt(1) >= '1'
        && tag.charAt(1) <= '6';
  }

  private static double linkWeight(Node anchor) {
    return anchor.attribute("href").startsWith("#") ? SAME_PAGE_LINK : 1;
  }
}
