package dev.weir.scrapers.source;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a walk over a sitemap, or over an index and its sitemaps, stands. Its size does not grow
 * with the index: the sitemaps that are still to be read are those from an ordinal on.
 *
 * @param configured the address in the settings that all of this belongs to
 * @param answeredBy the address that the validators came from
 * @param etag of the first document, verbatim; absent for an index, whose sitemaps may change while
 *     it stays the same
 * @param lastModified of the first document, verbatim
 * @param started when the walk that is under way began, ISO-8601; absent between walks
 * @param finished when the last walk that read everything began, ISO-8601
 * @param indexes the indexes that the walk is in, the outermost first
 * @param documents how many documents the walk has read
 * @param bytes how many bytes they had, as they were answered
 * @param failures failed attempts in a row to read the sitemap that is next
 * @param cutBecause why something was not read in this walk, or in the last one; absent where all
 *     was read
 * @param unreadable fingerprints of documents that could not be read, so that each becomes one dead
 *     letter only
 */
record SitemapPosition(
    @Nullable String configured,
    @Nullable String answeredBy,
    @Nullable String etag,
    @Nullable String lastModified,
    @Nullable String started,
    @Nullable String finished,
    List<Index> indexes,
    int documents,
    long bytes,
    int failures,
    @Nullable String cutBecause,
    List<String> unreadable) {
  private static final int LONGEST_REASON = 300;
  private static final int MAX_UNREADABLE = 100;

  static final SitemapPosition START =
      new SitemapPosition(null, null, null, null, null, null, List.of(), 0, 0, 0, null, List.of());

  /**
   * An index that is being read.
   *
   * @param hash of the addresses that it named
   * @param next ordinal of the sitemap that is read next
   */
  record Index(String url, String hash, int next) {
    Index advanced() {
      return new Index(url, hash, next + 1);
    }
  }

  SitemapPosition {
    indexes = indexes == null ? List.of() : List.copyOf(indexes);
    unreadable = unreadable == null ? List.of() : List.copyOf(unreadable);
  }

  /** The position under an address of the settings: that of another address is worth nothing. */
  SitemapPosition at(String address) {
    return address.equals(configured) ? this : forgotten(address);
  }

  /** Without what the server said, to ask anew; dead letters are remembered. */
  SitemapPosition forgotten(String address) {
    return new SitemapPosition(
        address, null, null, null, null, null, List.of(), 0, 0, 0, null, unreadable);
  }

  /** At the start of a walk. */
  SitemapPosition started(String now) {
    return new SitemapPosition(
        configured, null, null, null, now, finished, List.of(), 0, 0, 0, null, unreadable);
  }

  /** At the end of a walk. What was not read is asked for again, whatever its date. */
  SitemapPosition ended() {
    return new SitemapPosition(
        configured,
        answeredBy,
        etag,
        lastModified,
        null,
        cutBecause == null ? started : finished,
        List.of(),
        0,
        0,
        0,
        cutBecause,
        unreadable);
  }

  SitemapPosition withValidators(String url, @Nullable String newEtag, @Nullable String modified) {
    return new SitemapPosition(
        configured,
        url,
        newEtag,
        modified,
        started,
        finished,
        indexes,
        documents,
        bytes,
        failures,
        cutBecause,
        unreadable);
  }

  SitemapPosition withIndexes(List<Index> newIndexes) {
    return new SitemapPosition(
        configured,
        answeredBy,
        etag,
        lastModified,
        started,
        finished,
        newIndexes,
        documents,
        bytes,
        0,
        cutBecause,
        unreadable);
  }

  /** Past the sitemap that was next. */
  SitemapPosition advanced() {
    List<Index> changed = new ArrayList<>(indexes);
    if (!changed.isEmpty()) {
      changed.add(changed.remove(changed.size() - 1).advanced());
    }
    return withIndexes(changed);
  }

  SitemapPosition withFailures(int count) {
    return new SitemapPosition(
        configured,
        answeredBy,
        etag,
        lastModified,
        started,
        finished,
        indexes,
        documents,
        bytes,
        count,
        cutBecause,
        unreadable);
  }

  /** A further document was read. */
  SitemapPosition withDocument(int length) {
    return new SitemapPosition(
        configured,
        answeredBy,
        etag,
        lastModified,
        started,
        finished,
        indexes,
        documents + 1,
        bytes + length,
        failures,
        cutBecause,
        unreadable);
  }

  /** The first reason is kept. */
  SitemapPosition cut(String reason) {
    String shown = reason.length() > LONGEST_REASON ? reason.substring(0, LONGEST_REASON) : reason;
    return new SitemapPosition(
        configured,
        answeredBy,
        etag,
        lastModified,
        started,
        finished,
        indexes,
        documents,
        bytes,
        failures,
        cutBecause == null ? shown : cutBecause,
        unreadable);
  }

  SitemapPosition withUnreadable(String hash) {
    List<String> seen = new ArrayList<>(unreadable);
    seen.add(hash);
    return new SitemapPosition(
        configured,
        answeredBy,
        etag,
        lastModified,
        started,
        finished,
        indexes,
        documents,
        bytes,
        failures,
        cutBecause,
        seen.subList(Math.max(0, seen.size() - MAX_UNREADABLE), seen.size()));
  }
}
