package dev.weir.scrapers.feed;

import dev.weir.scrapers.feed.UnreadableFeedException.Reason;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Optional;
import org.jdom2.Element;
import org.jdom2.Namespace;
import org.jsoup.Jsoup;

/** Cuts and resolves the values of a feed. */
final class FeedValues {
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

  /** An id is kept as it is written, but for white space around it. */
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

  /** The text that HTML shows, on one line; text without markup is left alone. */
  static Optional<String> plain(String html, int most) {
    boolean markup = html.indexOf('<') >= 0 || html.indexOf('&') >= 0;
    String bounded = html.length() > 20 * most ? html.substring(0, 20 * most) : html;
    return line(markup ? Jsoup.parse(bounded).text() : bounded, most);
  }

  /** An absolute web address; a relative one is relative to the feed's. */
  Optional<String> link(String text) {
    return link(text, url);
  }

  /**
   * The first of these elements that leads to the text itself, by {@code href} or by what it holds.
   */
  Optional<String> link(List<Element> links) {
    return links.stream()
        .filter(
            link ->
                link.getAttributeValue("rel", "").isBlank()
                    || link.getAttributeValue("rel", "").equals("alternate"))
        .map(link -> link(link.getAttributeValue("href", link.getText()), base(link).orElse(url)))
        .flatMap(Optional::stream)
        .findFirst();
  }

  /** The base that {@code xml:base} sets for an element; outer ones are bases of inner ones. */
  private Optional<String> base(Element element) {
    Optional<String> outer =
        element.getParentElement() == null ? Optional.empty() : base(element.getParentElement());
    String stated = element.getAttributeValue("base", Namespace.XML_NAMESPACE);
    return stated == null ? outer : link(stated, outer.orElse(url)).or(() -> outer);
  }

  private static Optional<String> link(String text, String base) {
    String address = text.strip();
    if (address.isEmpty() || address.length() > FeedLimits.LONGEST_ID) {
      return Optional.empty();
    }
    return isWeb(address) ? Optional.of(address) : resolved(address, base);
  }

  private static Optional<String> resolved(String address, String base) {
    try {
      return Optional.of(new URI(base).resolve(new URI(address)).toString())
          .filter(FeedValues::isWeb);
    } catch (URISyntaxException odd) {
      return Optional.empty();
    }
  }

  private static boolean isWeb(String address) {
    return address.regionMatches(true, 0, "http://", 0, 7)
        || address.regionMatches(true, 0, "https://", 0, 8);
  }
}
