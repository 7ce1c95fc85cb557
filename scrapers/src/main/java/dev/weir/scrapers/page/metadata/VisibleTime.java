package dev.weir.scrapers.page.metadata;

import dev.weir.scrapers.page.markup.Furniture;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;

/**
 * The date of publication from a visible {@code time} element.
 *
 * <p>In order of preference: a time marked as published; one in an article's header; one in a part
 * of the article named for its date; one that stands before the article's text or is its only one.
 * The times of comments and of lists of other articles are ignored.
 */
final class VisibleTime {
  private static final int LEVELS_OF_A_NAME = 3;
  private static final int MOST_TIMES = 100;
  private static final int PROSE = 100;
  private static final Set<String> MARKS = Set.of("published", "dt-published", "entry-date");
  private static final Pattern DATED = Pattern.compile("date|posted|publish|meta|byline");
  private static final Pattern CHANGED = Pattern.compile("updated|modified|edited|event");
  private static final Pattern ELSEWHERE =
      Pattern.compile(
          "(?:^|[-_ ])comments?(?:$|[-_ ])|related|recent|latest|sidebar|widget|teaser|query-loop"
              + "|wp-block-query|popular|more-from");
  private static final Set<String> ASIDES = Set.of("nav", "aside", "form");

  private VisibleTime() {}

  /** Returns the {@code datetime} of the element, as written. */
  static Optional<String> published(Document document) {
    List<Element> times =
        document.select("time[datetime]").stream()
            .limit(MOST_TIMES)
            .filter(VisibleTime::isOfTheArticle)
            .toList();
    List<Predicate<Element>> rules =
        List.of(
            time -> time.hasAttr("pubdate") || Furniture.hasWord(time.className(), MARKS),
            time -> isInside(time, "article") && isInside(time, "header"),
            time -> !isChange(time) && isNamed(time, DATED),
            time -> !isChange(time) && (times.size() == 1 || isBeforeTheText(time)));
    return rules.stream()
        .flatMap(rule -> times.stream().filter(rule).limit(1))
        .findFirst()
        .map(time -> time.attr("datetime"));
  }

  private static boolean isOfTheArticle(Element time) {
    boolean inside = time.hasAttr("pubdate");
    for (Element around = time.parent(); around != null; around = around.parent()) {
      String hints = (around.className() + " " + around.id()).toLowerCase(Locale.ROOT);
      if (ASIDES.contains(around.normalName())
          || Furniture.isFurniture(around.className(), around.id())
          || (!around.normalName().equals("body") && ELSEWHERE.matcher(hints).find())) {
        return false;
      }
      inside |=
          around.normalName().equals("article")
              || around.normalName().equals("main")
              || around.attr("role").equals("main");
    }
    return inside;
  }

  /** A time of a change, unless it is also marked as that of publication. */
  private static boolean isChange(Element time) {
    return isNamed(time, CHANGED);
  }

  private static boolean isNamed(Element time, Pattern name) {
    Element part = time;
    for (int level = 0; level < LEVELS_OF_A_NAME && part != null; level++) {
      String hints = (part.className() + " " + part.id()).toLowerCase(Locale.ROOT);
      if (name.matcher(hints).find()) {
        return true;
      }
      part = part.parent();
    }
    return false;
  }

  /** Whether no paragraph of prose precedes it in its article. */
  private static boolean isBeforeTheText(Element time) {
    Element article = time.closest("article, main, [role=main]");
    if (article == null) {
      return false;
    }
    for (Element part : article.select("p, time")) {
      if (part.equals(time)) {
        return true;
      }
      if (part.normalName().equals("p") && part.text().length() > PROSE) {
        return false;
      }
    }
    return false;
  }

  private static boolean isInside(Element element, String name) {
    return element.closest(name) != null;
  }
}
