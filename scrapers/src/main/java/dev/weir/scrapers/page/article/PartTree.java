package dev.weir.scrapers.page.article;

import java.util.Set;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.TextNode;
import org.jspecify.annotations.Nullable;

/**
 * Copies a document's body into {@link Node}s, without what is invisible or never part of an
 * article. Chains of line breaks become paragraphs.
 */
final class PartTree {
  private static final Set<String> DROPPED =
      Set.of(
          "script",
          "style",
          "noscript",
          "template",
          "link",
          "meta",
          "head",
          "title",
          "svg",
          "frameset",
          "math-annotation");
  private static final Set<String> HOLLOW =
      Set.of(
          "object",
          "embed",
          "iframe",
          "input",
          "textarea",
          "select",
          "button",
          "img",
          "br",
          "hr",
          "canvas",
          "audio",
          "video");
  private static final Set<String> PHRASING =
      Set.of(
          "abbr",
          "audio",
          "b",
          "bdo",
          "br",
          "button",
          "cite",
          "code",
          "data",
          "datalist",
          "dfn",
          "em",
          "embed",
          "i",
          "img",
          "input",
          "kbd",
          "label",
          "mark",
          "math",
          "meter",
          "noscript",
          "object",
          "output",
          "progress",
          "q",
          "ruby",
          "samp",
          "script",
          "select",
          "small",
          "span",
          "strong",
          "sub",
          "sup",
          "textarea",
          "time",
          "var",
          "wbr",
          "font",
          "tt",
          "big",
          "u",
          "s",
          "strike",
          "nobr");

  private PartTree() {}

  /** A new tree: {@code html} with {@code body} in it. */
  static Node of(Document document) {
    Node root = Node.element("html");
    Node body = Node.element(document.body());
    root.append(body);
    copy(document.body(), body);
    breaksToParagraphs(body);
    return body;
  }

  /** The recursion is bounded, since the document's nesting is. */
  private static void copy(Element from, Node to) {
    for (org.jsoup.nodes.Node node : from.childNodes()) {
      if (node instanceof TextNode text) {
        to.append(Node.text(text.getWholeText()));
      } else if (node instanceof Element element && !DROPPED.contains(element.normalName())) {
        Node part = Node.element(element);
        if (HintWords.isInvisible(part) || HintWords.isDialog(part)) {
          continue;
        }
        if (part.is("font")) {
          part.retag("span");
        }
        to.append(part);
        if (!HOLLOW.contains(part.tag())) {
          copy(element, part);
        }
      }
    }
  }

  /** Whether a node is inline. */
  static boolean isPhrasing(Node part) {
    if (part.isText() || PHRASING.contains(part.tag())) {
      return true;
    }
    if (!part.is("a") && !part.is("del") && !part.is("ins")) {
      return false;
    }
    for (Node child = part.first(); child != null; child = child.next()) {
      if (!isPhrasing(child)) {
        return false;
      }
    }
    return true;
  }

  private static void breaksToParagraphs(Node body) {
    Node part = body.first();
    while (part != null) {
      Node following = part.following();
      if (part.is("br")) {
        Node paragraph = paragraphFrom(part);
        following = paragraph == null ? following : paragraph.following();
      }
      part = following;
    }
  }

  private static @Nullable Node paragraphFrom(Node lineBreak) {
    boolean chain = false;
    for (Node next = notBlank(lineBreak.next());
        next != null && next.is("br");
        next = notBlank(lineBreak.next())) {
      chain = true;
      next.remove();
    }
    if (!chain) {
      return null;
    }
    Node paragraph = Node.element("p");
    lineBreak.replaceWith(paragraph);
    Node next = paragraph.next();
    while (next != null && isPhrasing(next) && !startsChain(next)) {
      Node after = next.next();
      paragraph.append(next);
      next = after;
    }
    Node parent = paragraph.parent();
    if (parent != null && parent.is("p")) {
      parent.retag("div");
    }
    return paragraph;
  }

  private static boolean startsChain(Node part) {
    if (!part.is("br")) {
      return false;
    }
    Node next = notBlank(part.next());
    return next != null && next.is("br");
  }

  private static @Nullable Node notBlank(@Nullable Node part) {
    Node seen = part;
    while (seen != null && seen.isBlank()) {
      seen = seen.next();
    }
    return seen;
  }
}
