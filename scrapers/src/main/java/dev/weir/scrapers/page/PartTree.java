package dev.weir.scrapers.page;

import java.util.Set;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jspecify.annotations.Nullable;

/**
 * Copies a document's body into {@link Part}s, without what no reader sees, and with chains of line
 * breaks as paragraphs.
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

  /** A fresh tree: {@code html} with {@code body} in it. */
  static Part of(Document document) {
    Part root = Part.element("html");
    Part body = Part.element(document.body());
    root.append(body);
    copy(document.body(), body);
    breaksToParagraphs(body);
    return body;
  }

  /** The document's nesting is bounded, and so is this recursion. */
  private static void copy(Element from, Part to) {
    for (Node node : from.childNodes()) {
      if (node instanceof TextNode text) {
        to.append(Part.text(text.getWholeText()));
      } else if (node instanceof Element element && !DROPPED.contains(element.normalName())) {
        Part part = Part.element(element);
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

  /** Whether a part flows within a line. */
  static boolean isPhrasing(Part part) {
    if (part.isText() || PHRASING.contains(part.tag())) {
      return true;
    }
    if (!part.is("a") && !part.is("del") && !part.is("ins")) {
      return false;
    }
    for (Part child = part.first(); child != null; child = child.next()) {
      if (!isPhrasing(child)) {
        return false;
      }
    }
    return true;
  }

  private static void breaksToParagraphs(Part body) {
    Part part = body.first();
    while (part != null) {
      Part following = part.following();
      if (part.is("br")) {
        Part paragraph = paragraphFrom(part);
        following = paragraph == null ? following : paragraph.following();
      }
      part = following;
    }
  }

  private static @Nullable Part paragraphFrom(Part lineBreak) {
    boolean chain = false;
    for (Part next = notBlank(lineBreak.next());
        next != null && next.is("br");
        next = notBlank(lineBreak.next())) {
      chain = true;
      next.remove();
    }
    if (!chain) {
      return null;
    }
    Part paragraph = Part.element("p");
    lineBreak.replaceWith(paragraph);
    Part next = paragraph.next();
    while (next != null && isPhrasing(next) && !startsChain(next)) {
      Part after = next.next();
      paragraph.append(next);
      next = after;
    }
    Part parent = paragraph.parent();
    if (parent != null && parent.is("p")) {
      parent.retag("div");
    }
    return paragraph;
  }

  private static boolean startsChain(Part part) {
    if (!part.is("br")) {
      return false;
    }
    Part next = notBlank(part.next());
    return next != null && next.is("br");
  }

  private static @Nullable Part notBlank(@Nullable Part part) {
    Part seen = part;
    while (seen != null && seen.isBlank()) {
      seen = seen.next();
    }
    return seen;
  }
}
