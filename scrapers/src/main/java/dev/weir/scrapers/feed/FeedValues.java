package dev.weir.scrapers.feed;

import dev.weir.ingest.url.UrlNormalizer;
import dev.weir.scrapers.feed.UnreadableFeedException.Reason;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jdom2.Element;
import org.jdom2.Namespace;
import org.jsoup.Jsoup;

/** Truncates and resolves the values of a feed. */
final class FeedValues {
  private static final Pattern LINE_BREAKS = Pattern.compile("\\s*[\\r\\n]\\s*|\\t+");

  private final String url;

  FeedValues(String url) {
    this.url = url;
  }

  static void refuseTooMany(int items) throws UnreadableFeedException {
    if (items > FeedLimits.ITEMS) {
      throw new UnreadableFeedException(
          Reason.TOO_LARGE, "Expected at most " + FeedLimits.ITEMS + " items in a feed, got: more");
    }
  }

  /** An id is kept as written, apart from surrounding white space. */
  static Optional<String> id(String text) {
    String id = text.strip();
    return id.isEmpty() || id.length() > FeedLimits.LONGEST_ID ? Optional.empty() : Optional.of(id);
  }

  /** Text on one line. */
  static Optional<String> line(String text, int most) {
    String line = text.replaceAll("[\\s\\u00a0]+", " ").strip();
    if (line.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(line.length() <= most ? line : line.substring(0, most));
  }

  /** The visible text of HTML, on one line; text without markup is unchanged. */
  static Optional<String> plain(String html, int most) {
    boolean markup = html.indexOf('<') >= 0 || html.indexOf('&') >= 0;
    String bounded = bounded(html, most);
    return line(markup ? Jsoup.parse(bounded).text() : bounded, most);
  }

  /**
   * The text of a title that may be text or HTML, on one line: element names that the title talks
   * about stay.
   */
  static Optional<String> title(String text, int most) {
    return line(TitleMarkup.strip(bounded(text, most)), most);
  }

  private static String bounded(String text, int most) {
    return text.length() > 20 * most ? text.substring(0, 20 * most) : text;
  }

  /** An absolute web address; a relative one is resolved against the feed's. */
  Optional<String> link(String text) {
    return link(text, url);
  }

  /**
   * The web address among these elements, by {@code href} or content, that links to the item
   * itself. A web page is preferred, then a link without a type (RFC 4287, 4.2.7).
   */
  Optional<String> link(List<Element> links) {
    return links.stream()
        .filter(FeedValues::isAlternate)
        .sorted(Comparator.comparing(FeedValues::rank))
        .map(link -> link(link.getAttributeValue("href", link.getText()), base(link).orElse(url)))
        .flatMap(Optional::stream)
        .findFirst();
  }

  /** A link without a relation links to the item itself. A relation may be written as a URI. */
  private static boolean isAlternate(Element link) {
    String relation = link.getAttributeValue("rel", "").strip().toLowerCase(Locale.ROOT);
    return relation.isEmpty()
        || List.of(relation.split("\\s+")).contains("alternate")
        || relation.equals("http://www.iana.org/assignments/relation/alternate");
  }

  private static int rank(Element link) {
    String type = link.getAttributeValue("type", "").strip().toLowerCase(Locale.ROOT);
    if (type.startsWith("text/html") || type.startsWith("application/xhtml+xml")) {
      return 0;
    }
    return type.isEmpty() ? 1 : 2;
  }

  /** The {@code xml:base} of an element, resolved against those of its ancestors. */
  private Optional<String> base(Element element) {
    Optional<String> outer =
        element.getParentElement() == null ? Optional.empty() : base(element.getParentElement());
    String stated = element.getAttributeValue("base", Namespace.XML_NAMESPACE);
    return stated == null ? outer : link(stated, outer.orElse(url)).or(() -> outer);
  }

  private static Optional<String> link(String text, String base) {
    String address = LINE_BREAKS.matcher(text.strip()).replaceAll("");
    if (address.isEmpty() || address.length() > FeedLimits.LONGEST_ID) {
      return Optional.empty();
    }
    return isWeb(address) ? Optional.of(address) : UrlNormalizer.resolve(base, address);
  }

  private static boolean isWeb(String address) {
    return address.regionMatches(true, 0, "http://", 0, 7)
        || address.regionMatches(true, 0, "https://", 0, 8);
  }
}
