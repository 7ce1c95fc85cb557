package dev.weir.scrapers.page.link;

import java.util.regex.Pattern;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;

/**
 * Resolves references as browsers do: in an {@code http} or {@code https} URL a backslash is a
 * slash, and more than two slashes before the host are two (URL Standard, section 4.4).
 */
final class References {
  private static final Pattern OTHER_SCHEME =
      Pattern.compile("(?i)(?!https?:)[a-z][a-z0-9+.-]*:.*");
  private static final Pattern SLASHES = Pattern.compile("^((?i:https?:)?//)/+");

  private References() {}

  /** The absolute URL of a reference in a document; empty if there is none. */
  static String resolve(Document document, String reference) {
    Element link = new Element("a");
    link.setBaseUri(document.baseUri());
    link.attr("href", withSlashes(reference));
    return link.absUrl("href");
  }

  private static String withSlashes(String reference) {
    if (OTHER_SCHEME.matcher(reference).matches()) {
      return reference;
    }
    int end = reference.length();
    for (int i = 0; i < end; i++) {
      if (reference.charAt(i) == '?' || reference.charAt(i) == '#') {
        end = i;
      }
    }
    String path = reference.substring(0, end).replace('\\', '/');
    return SLASHES.matcher(path).replaceFirst("$1") + reference.substring(end);
  }
}
