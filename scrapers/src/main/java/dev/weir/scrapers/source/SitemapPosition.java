package dev.weir.scrapers.source;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a walk over a sitemap, or over an index and its sitemaps, stands.
 *
 * @param etag of the first document, verbatim
 * @param lastModified of the first document, verbatim
 * @param started when the walk that is under way began, ISO-8601; absent between walks
 * @param finished when the last whole walk began, ISO-8601
 * @param open sitemaps that the walk has yet to read
 * @param cut whether the walk met a document that was longer than is read
 * @param unreadable fingerprints of documents that could not be read, so that each becomes one dead
 *     letter only
 */
record SitemapPosition(
    @Nullable String etag,
    @Nullable String lastModified,
    @Nullable String started,
    @Nullable String finished,
    List<String> open,
    boolean cut,
    List<String> unreadable) {
  static final SitemapPosition START =
      new SitemapPosition(null, null, null, null, List.of(), false, List.of());

  SitemapPosition {
    open = open == null ? List.of() : List.copyOf(open);
    unreadable = unreadable == null ? List.of() : List.copyOf(unreadable);
  }
}
