package dev.weir.scrapers.page;

import dev.weir.scrapers.text.StatedTime;
import java.util.List;
import java.util.Optional;

/**
 * The content of a page.
 *
 * @param title title, without the site's name if that could be recognized
 * @param byline author or authors as one line
 * @param excerpt the page's own summary, or else the first paragraph of the main text
 * @param siteName name of the site as the page gives it
 * @param language BCP 47 tag: declared, or else detected
 * @param published time of publication as the page states it
 * @param modified time of the last change as the page states it
 * @param text main text, paragraphs separated by a blank line; empty if there is none
 * @param canonicalUrl normalized {@code rel=canonical}, if it names a page of the same site
 * @param outlinks distinct normalized URLs that the page links to, in document order
 * @param contentHash SHA-256 in hexadecimal of title and main text
 * @param charset the charset that the bytes were decoded with
 * @param truncated whether one of the {@link ExtractionLimits} cut something off
 */
public record ExtractedPage(
    Optional<String> title,
    Optional<String> byline,
    Optional<String> excerpt,
    Optional<String> siteName,
    Optional<String> language,
    Optional<StatedTime> published,
    Optional<StatedTime> modified,
    String text,
    Optional<String> canonicalUrl,
    List<String> outlinks,
    String contentHash,
    String charset,
    boolean truncated) {
  public ExtractedPage {
    outlinks = List.copyOf(outlinks);
  }
}
