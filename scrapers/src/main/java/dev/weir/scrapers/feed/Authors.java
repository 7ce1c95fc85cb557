package dev.weir.scrapers.feed;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jdom2.Element;
import org.jdom2.Namespace;

/**
 * The authors of an RSS item. An item may have several {@code dc:creator} (RSS Best Practices
 * Profile); mail addresses are removed.
 */
final class Authors {
  private static final Namespace ITUNES =
      Namespace.getNamespace("http://www.itunes.com/dtds/podcast-1.0.dtd");
  private static final Pattern NAME_IN_BRACKETS =
      Pattern.compile("(?:mailto:)?\\S+@\\S+\\s*\\((.+)\\)");
  private static final Pattern NAME_AND_ADDRESS =
      Pattern.compile("(.+?)\\s*[(<]\\s*(?:mailto:)?\\S+@\\S+\\s*[)>]");
  private static final Pattern ADDRESS = Pattern.compile("(?:mailto:)?[^\\s@]+@[^\\s@]+");

  private Authors() {}

  /** Names on one line, from the first kind of element that has any. */
  static Optional<String> of(Element item) {
    return names(item.getChildren("creator", Elements.DC))
        .or(() -> names(item.getChildren("author")))
        .or(() -> names(item.getChildren("author", FeedNormalizer.ATOM)))
        .or(() -> names(item.getChildren("author", ITUNES)));
  }

  private static Optional<String> names(List<Element> authors) {
    Set<String> names = new LinkedHashSet<>();
    for (Element author : authors) {
      name(author).ifPresent(names::add);
    }
    return FeedValues.line(String.join(", ", names), FeedLimits.LONGEST_AUTHOR);
  }

  /** Some feeds nest a name element in the author, as Atom does. */
  private static Optional<String> name(Element author) {
    Optional<String> inside =
        author.getChildren().stream()
            .filter(child -> child.getName().equals("name"))
            .map(Element::getText)
            .findFirst();
    return FeedValues.plain(inside.orElse(author.getText()), FeedLimits.LONGEST_AUTHOR)
        .map(Authors::person)
        .filter(name -> !name.isEmpty());
  }

  private static String person(String text) {
    Matcher brackets = NAME_IN_BRACKETS.matcher(text);
    if (brackets.matches()) {
      return brackets.group(1).strip();
    }
    Matcher address = NAME_AND_ADDRESS.matcher(text);
    if (address.matches()) {
      return address.group(1).strip();
    }
    return ADDRESS.matcher(text).matches() ? "" : text;
  }
}
