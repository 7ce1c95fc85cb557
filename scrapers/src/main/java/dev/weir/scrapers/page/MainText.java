package dev.weir.scrapers.page;

import java.util.Optional;

/**
 * A document's main text.
 *
 * @param text paragraphs parted by a blank line
 * @param lead the first paragraph of prose, which is no heading and no list
 * @param byline an author's line that stood in the text's markup
 * @param truncated whether the text was longer
 */
record MainText(String text, Optional<String> lead, Optional<String> byline, boolean truncated) {}
