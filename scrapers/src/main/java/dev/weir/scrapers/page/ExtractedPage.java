package dev.weir.scrapers.page;

import dev.weir.scrapers.text.StatedTime;
import java.util.List;
import java.util.Optional;

/**
 * What was read out of a page.
 *
 * @param title title, without the site's name where that could be told apart
 * @param byline author or authors as one line
 * @param excerpt summary that the page gives of itself, or else the main text's first paragraph
 * @param siteName name of the site as the page gives it
 * @param language BCP 47 tag: declared, or else detected
 * @param published when the page says that it was published
 * @param modified when the page says that it was modified
 * @param text main text, paragraphs parted by a blank line; empty where there is none
 * @param canonicalUrl normalised {@code rel=canonical}, when it names a page of the same site
 * @param outlinks normalised URLs that the page links to, each once, in document order
 * @param contentHash SHA-256 in hexadecimal of title and main text
 * @param charset the charset that the bytes were read in
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
