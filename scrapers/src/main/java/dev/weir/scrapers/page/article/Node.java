package dev.weir.scrapers.page.article;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jsoup.nodes.Element;
import org.jspecify.annotations.Nullable;

/**
 * A node of the tree in which main text is searched: an element or a run of text. Siblings are
 * linked, so that removing one takes constant time. Not thread-safe.
 */
final class Node {
  static final String TEXT = "#text";

  private final @Nullable Element source;
  private final String text;
  private String tag;
  private @Nullable Node parent;
  private @Nullable Node first;
  private @Nullable Node last;
  private @Nullable Node previous;
  private @Nullable Node next;
  private double score;
  private boolean scored;
  private Measures measures = Measures.NONE;

  private Node(String tag, @Nullable Element source, String text) {
    this.tag = tag;
    this.source = source;
    this.text = text;
  }

  static Node element(Element source) {
    return new Node(source.normalName(), source, "");
  }

  static Node element(String tag) {
    return new Node(tag, null, "");
  }

  static Node text(String text) {
    return new Node(TEXT, null, text);
  }

  boolean isText() {
    return tag.equals(TEXT);
  }

  boolean isBlank() {
    return isText() && text.isBlank();
  }

  boolean is(String name) {
    return tag.equals(name);
  }

  String tag() {
    return tag;
  }

  void retag(String name) {
    tag = name;
  }

  /** The characters of a run of text; empty for an element. */
  String text() {
    return text;
  }

  /** An attribute's value; empty if absent. */
  String attribute(String name) {
    return source == null ? "" : source.attr(name);
  }

  boolean hasAttribute(String name) {
    return source != null && source.hasAttr(name);
  }

  /** Class and id in lower case, separated by a space. */
  String hints() {
    return source == null
        ? ""
        : (attribute("class") + " " + attribute("id")).toLowerCase(Locale.ROOT);
  }

  @Nullable Node parent() {
    return parent;
  }

  @Nullable Node first() {
    return first;
  }

  @Nullable Node next() {
    return next;
  }

  @Nullable Node previous() {
    return previous;
  }

  List<Node> children() {
    List<Node> children = new ArrayList<>();
    for (Node child = first; child != null; child = child.next) {
      children.add(child);
    }
    return children;
  }

  boolean hasOneElement() {
    int elements = 0;
    for (Node child = first; child != null && elements < 2; child = child.next) {
      elements += child.isText() ? 0 : 1;
    }
    return elements == 1;
  }

  /** The next node in document order after this one's subtree. */
  @Nullable Node after() {
    Node part = this;
    while (part != null && part.next == null) {
      part = part.parent;
    }
    return part == null ? null : part.next;
  }

  /** The next node in document order. */
  @Nullable Node following() {
    return first == null ? after() : first;
  }

  void append(Node child) {
    child.remove();
    child.parent = this;
    child.previous = last;
    if (last == null) {
      first = child;
    } else {
      last.next = child;
    }
    last = child;
  }

  void remove() {
    Node owner = parent;
    if (owner == null) {
      return;
    }
    if (previous == null) {
      owner.first = next;
    } else {
      previous.next = next;
    }
    if (next == null) {
      owner.last = previous;
    } else {
      next.previous = previous;
    }
    parent = null;
    previous = null;
    next = null;
  }

  /** Replaces this node with {@code other}. */
  void replaceWith(Node other) {
    other.remove();
    Node owner = parent;
    if (owner == null) {
      return;
    }
    other.parent = owner;
    other.previous = previous;
    other.next = next;
    if (previous == null) {
      owner.first = other;
    } else {
      previous.next = other;
    }
    if (next == null) {
      owner.last = other;
    } else {
      next.previous = other;
    }
    parent = null;
    previous = null;
    next = null;
  }

  boolean hasAncestor(String name, int levels) {
    Node ancestor = parent;
    for (int level = 0; ancestor != null && level < levels; level++) {
      if (ancestor.is(name)) {
        return true;
      }
      ancestor = ancestor.parent;
    }
    return false;
  }

  boolean isScored() {
    return scored;
  }

  double score() {
    return score;
  }

  void score(double value) {
    score = value;
    scored = true;
  }

  Measures measures() {
    return measures;
  }

  void measures(Measures value) {
    measures = value;
  }
}
