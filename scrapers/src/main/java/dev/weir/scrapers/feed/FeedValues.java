package dev.weir.scrapers.feed;

import dev.weir.scrapers.feed.UnreadableFeedException.Reason;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;
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

  /** An absolute web address; relative ones are relative to the feed's. */
  Optional<String> link(String text) {
    return link(text, url);
  }

  static Optional<String> link(String text, String base) {
    String address = text.strip();
    if (address.isEmpty() || address.length() > FeedLimits.LONGEST_ID) {
      return Optional.empty();
    }
    String lower = address.toLowerCase(Locale.ROOT);
    if (lower.startsWith("http://") || lower.startsWith("https://")) {
      return Optional.of(address);
    }
    try {
      URI resolved = new URI(base).resolve(new URI(address));
      String scheme = resolved.getScheme();
      return scheme != null && scheme.toLowerCase(Locale.ROOT).startsWith("http")
          ? Optional.of(resolved.toString())
          : Optional.empty();
    } catch (URISyntaxException odd) {
      return Optional.empty();
    }
  }
}
