package dev.weir.scrapers.page.article;

import org.jspecify.annotations.Nullable;

/** Rules that remove boxes with few commas: too many pictures, items, fields, links or embeds. */
final class ConditionalCleaner {
  private static final double ALL_LIST = 0.9;
  private static final int LIST_ALLOWANCE = 100;
  private static final int FIGURE_LEVELS = 3;

  private ConditionalCleaner() {}

  static boolean of(Node part, double weight) {
    Measures m = part.measures();
    if (m.videos() > 0) {
      return false;
    }
    boolean isList =
        part.is("ul")
            || part.is("ol")
            || (m.length() > 0 && (double) m.listed() / m.length() > ALL_LIST);
    boolean inFigure = part.hasAncestor("figure", FIGURE_LEVELS);
    boolean dubious =
        (!inFigure && m.images() > 1 && (double) m.paragraphs() / m.images() < 0.5)
            || (!isList && m.items() - LIST_ALLOWANCE > m.paragraphs())
            || m.inputs() > m.paragraphs() / 3
            || (!isList && !inFigure && isStub(m))
            || (!isList && weight < 25 && m.linkDensity() > 0.2)
            || (weight >= 25 && m.linkDensity() > 0.5)
            || (m.embeds() == 1 && m.length() < 75)
            || m.embeds() > 1
            || (m.images() == 0 && m.blocked() == 0);
    return dubious && !(isList && isGallery(part));
  }

  private static boolean isStub(Measures m) {
    double headed = m.length() == 0 ? 0 : (double) m.headed() / m.length();
    return headed < 0.9
        && m.length() < 25
        && (m.images() == 0 || m.images() > 2)
        && m.linkDensity() > 0;
  }

  /** A list in which every item is one picture. */
  private static boolean isGallery(Node list) {
    for (Node child = list.first(); child != null; child = child.next()) {
      if (!child.isText() && !child.hasOneElement() && hasElement(child.first())) {
        return false;
      }
    }
    Measures m = list.measures();
    return m.items() > 0 && m.images() == m.items();
  }

  private static boolean hasElement(@Nullable Node first) {
    for (Node part = first; part != null; part = part.next()) {
      if (!part.isText()) {
        return true;
      }
    }
    return false;
  }
}
