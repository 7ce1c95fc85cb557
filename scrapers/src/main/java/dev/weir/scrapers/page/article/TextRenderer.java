package dev.weir.scrapers.page.article;

import dev.weir.scrapers.page.markup.Texts;
import java.util.Set;

/**
 * Renders the text of a node: paragraphs separated by a blank line, items and rows on lines of
 * their own.
 */
final class TextRenderer {
  private static final Set<String> INLINE =
      Set.of(
          "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn",
          "em", "i", "ins", "kbd", "label", "mark", "nobr", "q", "rp", "rt", "ruby", "s", "samp",
          "small", "span", "strike", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr",
          "font");
  private static final Set<String> LINES = Set.of("br", "li", "tr", "dt", "dd", "option", "rb");

  private final StringBuilder out = new StringBuilder();
  private final int most;
  private int breaks;
  private boolean space;

  private TextRenderer(int most) {
    this.most = most;
  }

  /** The text of {@code root}, at most one character longer than {@code most}. */
  static String render(Node root, int most) {
    TextRenderer renderer = new TextRenderer(most);
    renderer.walk(root, false);
    return renderer.out.toString();
  }

  /** The text of {@code root} on one line. */
  static String line(Node root) {
    return Texts.collapse(render(root, 2_000));
  }

  private void walk(Node part, boolean preformatted) {
    if (out.length() > most) {
      return;
    }
    if (part.isText()) {
      write(part.text(), preformatted);
      return;
    }
    parted(part);
    boolean inside = preformatted || part.is("pre");
    for (Node child = part.first(); child != null; child = child.next()) {
      walk(child, inside);
    }
    parted(part);
  }

  private void parted(Node part) {
    if (INLINE.contains(part.tag()) || part.is("img")) {
      return;
    }
    if (part.is("td") || part.is("th")) {
      space = true;
    } else {
      breaks = Math.max(breaks, LINES.contains(part.tag()) ? 1 : 2);
    }
  }

  private void write(String text, boolean preformatted) {
    for (int i = 0; i < text.length() && out.length() <= most; i++) {
      char c = text.charAt(i);
      if (preformatted && c == '\n') {
        breaks = Math.min(2, breaks + 1);
      } else if (Character.isWhitespace(c) || c == '\u00a0' || c == '\ufeff') {
        space = true;
      } else if (c != '\u200b' && c != '\u00ad') {
        separate();
        out.append(c);
      }
    }
  }

  private void separate() {
    if (out.length() > 0) {
      if (breaks > 0) {
        out.append("\n\n", 0, breaks);
      } else if (space) {
        out.append(' ');
      }
    }
    breaks = 0;
    space = false;
  }
}
