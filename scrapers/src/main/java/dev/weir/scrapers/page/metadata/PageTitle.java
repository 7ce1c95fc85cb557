package dev.weir.scrapers.page.metadata;

import dev.weir.scrapers.page.markup.Texts;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;

/** The {@code title} element without the site's name and the breadcrumbs that it often contains. */
final class PageTitle {
  private static final int SHORT_TITLE = 15;
  private static final int LONG_TITLE = 150;
  private static final int FEW_WORDS = 4;
  private static final int MANY_WORDS = 5;
  private static final int LONGEST = 1_000;
  private static final Pattern SEPARATOR = Pattern.compile("\\s[|\\-–—\\\\/>»]\\s");
  private static final Pattern PATH_SEPARATOR = Pattern.compile("\\s[\\\\/>»]\\s");

  private PageTitle() {}

  static String of(Document document) {
    String full = Texts.cut(Texts.collapse(document.title()), LONGEST);
    String cleaned = Texts.collapse(cleaned(document, full));
    boolean path = PATH_SEPARATOR.matcher(full).find();
    String unparted = SEPARATOR.matcher(full).replaceAll(" ");
    boolean few = Texts.words(cleaned).size() <= FEW_WORDS;
    boolean onlyOneWordLess = Texts.words(cleaned).size() == Texts.words(unparted).size() - 1;
    return few && !(path && onlyOneWordLess) ? full : cleaned;
  }

  private static String cleaned(Document document, String full) {
    if (SEPARATOR.matcher(full).find()) {
      return withoutSite(full);
    }
    if (full.contains(": ")) {
      return afterColon(document, full);
    }
    if (full.length() > LONG_TITLE || full.length() < SHORT_TITLE) {
      List<Element> headings = document.select("h1");
      return headings.size() == 1
          ? Optional.of(headings.get(0).text()).filter(text -> !text.isBlank()).orElse(full)
          : full;
    }
    return full;
  }

  private static String withoutSite(String full) {
    Matcher separator = SEPARATOR.matcher(full);
    int first = -1;
    int last = -1;
    int from = 0;
    while (separator.find(from)) {
      first = first < 0 ? separator.end() : first;
      last = separator.start();
      from = separator.end() - 1;
    }
    String start = full.substring(0, last);
    return Texts.words(start).size() < 3 ? full.substring(first) : start;
  }

  private static String afterColon(Document document, String full) {
    boolean isHeading =
        document.select("h1, h2").stream()
            .anyMatch(heading -> Texts.collapse(heading.text()).equals(full));
    if (isHeading) {
      return full;
    }
    String tail = full.substring(full.lastIndexOf(':') + 1);
    if (Texts.words(tail).size() >= 3) {
      return Texts.words(full.substring(0, full.indexOf(':'))).size() > MANY_WORDS ? full : tail;
    }
    return full.substring(full.indexOf(':') + 1);
  }
}
