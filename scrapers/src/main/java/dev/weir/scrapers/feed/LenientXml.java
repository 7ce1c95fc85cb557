package dev.weir.scrapers.feed;

import dev.weir.scrapers.feed.UnreadableFeedException.Reason;
import java.util.Map;
import org.jdom2.Document;
import org.jdom2.Element;
import org.jdom2.Namespace;
import org.jdom2.Verifier;
import org.jsoup.nodes.Attribute;
import org.jsoup.nodes.CDataNode;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jsoup.parser.Parser;
import org.jspecify.annotations.Nullable;

/**
 * XML that is not well-formed: bare ampersands, HTML's named entities, unclosed or unknown things.
 * jsoup reads it, and what it read becomes a document like any other.
 */
final class LenientXml {
  private static final String UNKNOWN = "urn:undeclared:";
  private static final Map<String, String> COMMON =
      Map.of(
          "rdf", "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
          "atom", "http://www.w3.org/2005/Atom",
          "dc", "http://purl.org/dc/elements/1.1/",
          "dcterms", "http://purl.org/dc/terms/",
          "content", "http://purl.org/rss/1.0/modules/content/",
          "media", "http://search.yahoo.com/mrss/",
          "itunes", "http://www.itunes.com/dtds/podcast-1.0.dtd",
          "sy", "http://purl.org/rss/1.0/modules/syndication/",
          "slash", "http://purl.org/rss/1.0/modules/slash/");

  private LenientXml() {}

  static Document read(String markup) throws UnreadableFeedException {
    refuseTooMany(markup);
    org.jsoup.nodes.Document source =
        Parser.xmlParser().setMaxDepth(FeedLimits.DEPTH).parseInput(markup, "");
    for (org.jsoup.nodes.Element root : source.children()) {
      Element copy = copy(root, Scope.EMPTY);
      if (copy != null) {
        return new Document(copy);
      }
    }
    throw new UnreadableFeedException(
        Reason.MALFORMED, "Expected XML, got: markup without any element");
  }

  private static void refuseTooMany(String markup) throws UnreadableFeedException {
    long tags = markup.chars().filter(c -> c == '<').count();
    if (tags > 2L * FeedLimits.ELEMENTS) {
      throw new UnreadableFeedException(
          Reason.TOO_LARGE,
          "Expected at most "
              + FeedLimits.ELEMENTS
              + " elements in a feed, got: "
              + tags
              + " tags");
    }
  }

  /** Prefixes in scope; a chain as long as the nesting, which is bounded. */
  private record Scope(@Nullable Scope outer, Map<String, String> declared) {
    static final Scope EMPTY = new Scope(null, Map.of());

    String uri(String prefix) {
      for (Scope scope = this; scope != null; scope = scope.outer) {
        String uri = scope.declared.get(prefix);
        if (uri != null) {
          return uri;
        }
      }
      if (prefix.isEmpty()) {
        return "";
      }
      return COMMON.getOrDefault(prefix, UNKNOWN + prefix);
    }

    Scope with(org.jsoup.nodes.Element element) {
      Map<String, String> declarations = new java.util.HashMap<>();
      for (Attribute attribute : element.attributes()) {
        String name = attribute.getKey();
        if (name.equals("xmlns")) {
          declarations.put("", attribute.getValue().strip());
        } else if (name.startsWith("xmlns:")) {
          declarations.put(name.substring(6), attribute.getValue().strip());
        }
      }
      return declarations.isEmpty() ? this : new Scope(this, declarations);
    }
  }

  private static @Nullable Element copy(org.jsoup.nodes.Element from, Scope outer) {
    Scope scope = outer.with(from);
    String name = from.tagName();
    int colon = name.indexOf(':');
    String prefix = colon < 0 ? "" : name.substring(0, colon);
    String local = name.substring(colon + 1);
    if (Verifier.checkElementName(local) != null || Verifier.checkNamespacePrefix(prefix) != null) {
      return null;
    }
    String uri = scope.uri(prefix);
    if ((!prefix.isEmpty() && uri.isEmpty()) || Verifier.checkNamespaceURI(uri) != null) {
      uri = UNKNOWN + prefix;
    }
    Element to = new Element(local, Namespace.getNamespace(prefix, uri));
    attributes(from, to);
    for (Node node : from.childNodes()) {
      if (node instanceof CDataNode data) {
        to.addContent(clean(data.getWholeText()));
      } else if (node instanceof TextNode text) {
        to.addContent(clean(text.getWholeText()));
      } else if (node instanceof org.jsoup.nodes.Element inner) {
        Element copy = copy(inner, scope);
        if (copy != null) {
          to.addContent(copy);
        }
      }
    }
    return to;
  }

  private static void attributes(org.jsoup.nodes.Element from, Element to) {
    for (Attribute attribute : from.attributes()) {
      String name = attribute.getKey();
      boolean xml = name.equals("xml:base") || name.equals("xml:lang");
      String local = xml ? name.substring(4) : name;
      if (Verifier.checkAttributeName(local) == null) {
        to.setAttribute(
            local,
            clean(attribute.getValue()),
            xml ? Namespace.XML_NAMESPACE : Namespace.NO_NAMESPACE);
      }
    }
  }

  private static String clean(String text) {
    StringBuilder clean = new StringBuilder(text.length());
    text.codePoints().filter(Verifier::isXMLCharacter).forEach(clean::appendCodePoint);
    return clean.toString();
  }
}
