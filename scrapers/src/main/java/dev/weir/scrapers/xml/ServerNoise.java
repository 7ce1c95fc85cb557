package dev.weir.scrapers.xml;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Removes what a broken server printed before a document, such as PHP warnings: text and HTML
 * elements between the start, the XML declaration and the first expected element.
 */
final class ServerNoise {
  /** Warnings are short; a document that begins later than this is not searched for. */
  private static final int LONGEST = 64 << 10;

  private static final Pattern PROLOG =
      Pattern.compile("(?:\\s|\\ufeff|<\\?.*?\\?>|<!--.*?-->|<![^-].*?>)*+", Pattern.DOTALL);
  private static final Pattern WEB_PAGE =
      Pattern.compile("\\s*(?:<!doctype\\s+html|<html)\\b.*", Pattern.DOTALL);

  private ServerNoise() {}

  static String strip(String markup, Set<String> roots) {
    String head = markup.substring(0, Math.min(markup.length(), LONGEST)).toLowerCase(Locale.ROOT);
    Matcher prolog = PROLOG.matcher(head);
    int first = prolog.lookingAt() ? prolog.end() : 0;
    Matcher root =
        Pattern.compile("<(?:[\\w.-]+:)?(?:" + String.join("|", roots) + ")(?=[\\s>])")
            .matcher(head);
    if (WEB_PAGE.matcher(head.substring(first)).matches() || !root.find(first)) {
      return markup.substring(Math.max(0, markup.indexOf('<')));
    }
    return root.start() == first ? markup : markup.substring(root.start());
  }
}
