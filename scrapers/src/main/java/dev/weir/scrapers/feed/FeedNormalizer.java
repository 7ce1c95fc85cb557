package dev.weir.scrapers.feed;

import dev.weir.scrapers.feed.UnreadableFeedException.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jdom2.Attribute;
import org.jdom2.Document;
import org.jdom2.Element;
import org.jdom2.Namespace;
import org.jdom2.filter.ElementFilter;

/**
 * Normalizes documents so that Rome can read them: every RSS gets the layout of RSS 2.0, without a
 * namespace and with the items in the channel; every Atom gets the namespace of its version.
 */
final class FeedNormalizer {
  static final Namespace ATOM = Namespace.getNamespace("http://www.w3.org/2005/Atom");
  static final Namespace ATOM_03 = Namespace.getNamespace("http://purl.org/atom/ns#");
  private static final String RSS_10 = "http://purl.org/rss/1.0/";
  private static final Set<String> RSS_NAMESPACES =
      Set.of(
          RSS_10,
          "http://my.netscape.com/rdf/simple/0.9/",
          "http://channel.netscape.com/rdf/simple/0.9/",
          "http://my.netscape.com/publish/formats/rss-0.91.dtd",
          "http://backend.userland.com/rss",
          "http://backend.userland.com/rss2",
          "http://blogs.law.harvard.edu/tech/rss");

  private FeedNormalizer() {}

  /** Normalizes the document in place. */
  static XmlDialect conform(Document document) throws UnreadableFeedException {
    Element root = document.getRootElement();
    return switch (root.getName().toLowerCase(Locale.ROOT)) {
      case "rss", "rdf" -> conformRss(document, root);
      case "feed" -> conformAtom(root);
      default ->
          throw new UnreadableFeedException(
              Reason.NOT_A_FEED,
              "Expected rss, rdf or feed as the first element, got: " + shortened(root.getName()));
    };
  }

  private static String shortened(String name) {
    return name.length() <= 40 ? name : name.substring(0, 40) + "…";
  }

  private static XmlDialect conformRss(Document document, Element root) {
    XmlDialect dialect = new XmlDialect("rss", rssVersion(root));
    Namespace declared = root.getNamespace();
    withoutNamespace(root, declared);
    Element channel = root.getChild("channel");
    Element placed = channel == null ? new Element("channel") : channel.detach();
    for (Element item : new ArrayList<>(root.getChildren("item"))) {
      placed.addContent(item.detach());
    }
    Element conformed = new Element("rss").setAttribute("version", "2.0").addContent(placed);
    String base = root.getAttributeValue("base", Namespace.XML_NAMESPACE);
    if (base != null) {
      conformed.setAttribute("base", base, Namespace.XML_NAMESPACE);
    }
    document.setRootElement(conformed);
    return dialect;
  }

  private static Optional<String> rssVersion(Element root) {
    String stated = root.getAttributeValue("version");
    if (stated != null) {
      return stated.isBlank() ? Optional.empty() : Optional.of(stated.strip());
    }
    if (!root.getName().equalsIgnoreCase("rdf")) {
      return Optional.empty();
    }
    boolean first =
        root.getAdditionalNamespaces().stream()
            .anyMatch(n -> n.getURI().contains("netscape.com/rdf"));
    return Optional.of(first ? "0.9" : "1.0");
  }

  private static void withoutNamespace(Element root, Namespace declared) {
    List<Element> elements = new ArrayList<>();
    root.getDescendants(new ElementFilter()).forEach(elements::add);
    for (Element element : elements) {
      String uri = element.getNamespaceURI().strip();
      boolean plainRss =
          element.getNamespacePrefix().isEmpty() && uri.equals(declared.getURI().strip());
      if (plainRss || RSS_NAMESPACES.contains(uri)) {
        element.setNamespace(Namespace.NO_NAMESPACE);
      }
    }
  }

  private static XmlDialect conformAtom(Element root) {
    String uri = root.getNamespaceURI().strip();
    Optional<String> stated =
        Optional.ofNullable(root.getAttributeValue("version")).map(String::strip);
    boolean old =
        uri.equals(ATOM_03.getURI())
            || (!uri.equals(ATOM.getURI()) && stated.filter("0.3"::equals).isPresent());
    Namespace target = old ? ATOM_03 : ATOM;
    String declared = root.getNamespaceURI();
    List<Element> elements = new ArrayList<>(List.of(root));
    root.getDescendants(new ElementFilter()).forEach(elements::add);
    for (Element element : elements) {
      if (element.getNamespaceURI().equals(declared)) {
        rename(element, target);
        mendLink(element);
        dropContent(element);
      }
    }
    return new XmlDialect("atom", Optional.of(old ? "0.3" : "1.0"));
  }

  /** Item texts are not used, so one with a wrong encoding must not fail the feed. */
  private static void dropContent(Element element) {
    if (element.getName().equals("content") || element.getName().equals("summary")) {
      element.detach();
    }
  }

  /** Rome needs a link to have an address. Some feeds write it as RSS does, some omit it. */
  private static void mendLink(Element element) {
    if (!element.getName().equals("link") || !element.getAttributeValue("href", "").isEmpty()) {
      return;
    }
    String text = element.getTextTrim();
    if (text.isEmpty()) {
      element.detach();
    } else {
      element.setAttribute("href", text);
    }
  }

  private static void rename(Element element, Namespace target) {
    element.setNamespace(target);
    for (Attribute attribute : new ArrayList<>(element.getAttributes())) {
      attribute.setValue(attribute.getValue().strip());
    }
  }
}
