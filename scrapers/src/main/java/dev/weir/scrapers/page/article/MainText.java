package dev.weir.scrapers.page.article;

import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A document's main text.
 *
 * @param text paragraphs separated by a blank line
 * @param lead the first paragraph of prose: not a heading, not a list
 * @param byline an author's line found inside the text's markup
 * @param truncated whether the text was longer
 */
public record MainText(
    String text, Optional<String> lead, Optional<String> byline, boolean truncated) {

  int length() {
    return text.length();
  }

  /** Whether this text contains every line of the other. */
  boolean holds(MainText other) {
    Set<String> lines = text.lines().collect(Collectors.toSet());
    return other.text.lines().allMatch(lines::contains);
  }

  /** With an author's line from elsewhere if this text had none. */
  MainText withByline(Optional<String> other) {
    return new MainText(text, lead, byline.or(() -> other), truncated);
  }
}
