package dev.weir.scrapers.feed;

import java.util.Optional;

/**
 * Which XML feed a document was before it was put right.
 *
 * @param format {@code rss} or {@code atom}
 * @param version as stated
 */
record XmlDialect(String format, Optional<String> version) {}
