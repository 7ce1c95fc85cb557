package dev.weir.scrapers.feed;

import java.util.Optional;

/**
 * The XML feed format of a document before normalization.
 *
 * @param format {@code rss} or {@code atom}
 * @param version as stated
 */
record XmlDialect(String format, Optional<String> version) {}
