package dev.weir.scrapers.page.article;

import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A document's main text.
 *
 * @param text paragraphs parted by a blank line
 * @param lead the first paragraph of prose, which is no heading and no list
 * @param byline an author's line that stood in the text's markup
 * @param truncated whether the text was longer
 */
public record MainText(
    String text, Optional<String> lead, Optional<String> byline, boolean truncated) {

  int length() {
    return text.length();
  }

  /** Whether every line of the other text is in this one, too. */
  boolean holds(MainText other) {
    Set<String> lines = text.lines().collect(Collectors.toSet());
    return other.text.lines().allMatch(lines::contains);
  }

  /** With an author's line from elsewhere, where none stood in this text. */
  MainText withByline(Optional<String> other) {
    return new MainText(text, lead, byline.or(() -> other), truncated);
  }
}
