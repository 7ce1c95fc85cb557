package dev.weir.scrapers.page;

import java.util.Optional;

/**
 * A document's main text.
 *
 * @param text paragraphs parted by a blank line
 * @param byline an author's line that stood in the text's markup
 * @param truncated whether the text was longer
 */
record MainText(String text, Optional<String> byline, boolean truncated) {
  Optional<String> firstParagraph() {
    int end = text.indexOf("\n\n");
    String first = (end < 0 ? text : text.substring(0, end)).strip();
    return first.isEmpty() ? Optional.empty() : Optional.of(first);
  }
}
