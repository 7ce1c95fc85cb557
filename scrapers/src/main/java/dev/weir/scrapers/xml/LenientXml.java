package dev.weir.scrapers.xml;

import dev.weir.scrapers.xml.UnreadableXmlException.Reason;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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
 * Reads XML that is not well-formed, with bare ampersands, HTML entities, or unclosed or unknown
 * elements. jsoup parses it, and the result becomes a normal document.
 */
final class LenientXml {
  private static final String UNKNOWN = "urn:undeclared:";
  private static final Namespace RDF =
      Namespace.getNamespace("rdf", "http://www.w3.org/1999/02/22-rdf-syntax-ns#");
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

  private static final Pattern SURROGATES =
      Pattern.compile(
          "&#(x[dD][89abAB][0-9a-fA-F]{2}|5(?:529[6-9]|5[3-9]\\d\\d|6[0-2]\\d\\d|63[01]\\d));"
              + "&#(x[dD][c-fC-F][0-9a-fA-F]{2}|5(?:632[0-9]|63[3-9]\\d|6[4-9]\\d\\d|7[0-2]\\d\\d|73[0-3]\\d|734[0-3]));");

  private LenientXml() {}

  /** Reads the first element with one of these local names, or else the first element. */
  static Document read(String markup, Set<String> roots) throws UnreadableXmlException {
    refuseTooMany(markup);
    org.jsoup.nodes.Document source =
        Parser.xmlParser().setMaxDepth(XmlLimits.DEPTH).parseInput(surrogates(markup), "");
    List<org.jsoup.nodes.Element> elements = new ArrayList<>(source.children());
    elements.sort(Comparator.comparing(element -> !roots.contains(localName(element))));
    for (org.jsoup.nodes.Element root : elements) {
      Element copy = copy(root, Scope.EMPTY);
      if (copy != null) {
        return new Document(copy);
      }
    }
    throw new UnreadableXmlException(
        Reason.MALFORMED, "Expected XML, got: markup without any element");
  }

  private static String localName(org.jsoup.nodes.Element element) {
    String name = element.tagName().toLowerCase(Locale.ROOT);
    return name.substring(name.indexOf(':') + 1);
  }

  /** Two references to the halves of a surrogate pair, as JavaScript and Java count characters. */
  private static String surrogates(String markup) {
    return SURROGATES
        .matcher(markup)
        .replaceAll(
            pair ->
                Matcher.quoteReplacement(
                    new String(new char[] {half(pair.group(1)), half(pair.group(2))})));
  }

  private static char half(String number) {
    return (char)
        (number.startsWith("x")
            ? Integer.parseInt(number.substring(1), 16)
            : Integer.parseInt(number));
  }

  private static void refuseTooMany(String markup) throws UnreadableXmlException {
    long tags = markup.chars().filter(c -> c == '<').count();
    if (tags > 2L * XmlLimits.ELEMENTS) {
      throw new UnreadableXmlException(
          Reason.TOO_LARGE,
          "Expected at most "
              + XmlLimits.ELEMENTS
              + " elements in a document, got: "
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
      Map<String, String> declarations = new HashMap<>();
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
      Namespace namespace = attributeNamespace(name);
      String local = namespace.equals(Namespace.NO_NAMESPACE) ? name : name.substring(4);
      if (Verifier.checkAttributeName(local) == null) {
        to.setAttribute(local, clean(attribute.getValue()), namespace);
      }
    }
  }

  /** Of the prefixed attributes, those that are read. */
  private static Namespace attributeNamespace(String name) {
    return switch (name) {
      case "xml:base", "xml:lang" -> Namespace.XML_NAMESPACE;
      case "rdf:about" -> RDF;
      default -> Namespace.NO_NAMESPACE;
    };
  }

  private static String clean(String text) {
    StringBuilder clean = new StringBuilder(text.length());
    text.codePoints().filter(Verifier::isXMLCharacter).forEach(clean::appendCodePoint);
    return clean.toString();
  }
}
