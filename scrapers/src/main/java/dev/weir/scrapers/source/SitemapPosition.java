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
    Changed changed = new Changed(START);
    changed.configured = address;
    changed.unreadable = unreadable;
    return changed.position();
  }

  /** At the start of a walk. */
  SitemapPosition started(String now) {
    Changed changed = new Changed(START);
    changed.configured = configured;
    changed.started = now;
    changed.finished = finished;
    changed.unreadable = unreadable;
    return changed.position();
  }

  /** At the end of a walk. What was not read is asked for again, whatever its date. */
  SitemapPosition ended() {
    Changed changed = new Changed(this);
    changed.started = null;
    changed.finished = cutBecause == null ? started : finished;
    changed.indexes = List.of();
    changed.documents = 0;
    changed.bytes = 0;
    changed.failures = 0;
    return changed.position();
  }

  SitemapPosition withValidators(String url, @Nullable String newEtag, @Nullable String modified) {
    Changed changed = new Changed(this);
    changed.answeredBy = url;
    changed.etag = newEtag;
    changed.lastModified = modified;
    return changed.position();
  }

  SitemapPosition withIndexes(List<Index> newIndexes) {
    Changed changed = new Changed(this);
    changed.indexes = newIndexes;
    changed.failures = 0;
    return changed.position();
  }

  /** Past the sitemap that was next. */
  SitemapPosition advanced() {
    List<Index> path = new ArrayList<>(indexes);
    if (!path.isEmpty()) {
      path.add(path.remove(path.size() - 1).advanced());
    }
    return withIndexes(path);
  }

  SitemapPosition withFailures(int count) {
    Changed changed = new Changed(this);
    changed.failures = count;
    return changed.position();
  }

  /** A further document was read. */
  SitemapPosition withDocument(int length) {
    Changed changed = new Changed(this);
    changed.documents = documents + 1;
    changed.bytes = bytes + length;
    return changed.position();
  }

  /** The first reason is kept. */
  SitemapPosition cut(String reason) {
    if (cutBecause != null) {
      return this;
    }
    Changed changed = new Changed(this);
    changed.cutBecause =
        reason.length() > LONGEST_REASON ? reason.substring(0, LONGEST_REASON) : reason;
    return changed.position();
  }

  SitemapPosition withUnreadable(String hash) {
    List<String> seen = new ArrayList<>(unreadable);
    seen.add(hash);
    Changed changed = new Changed(this);
    changed.unreadable = seen.subList(Math.max(0, seen.size() - MAX_UNREADABLE), seen.size());
    return changed.position();
  }

  /** A position in the making: all that is not set stays as it was. */
  private static final class Changed {
    private @Nullable String configured;
    private @Nullable String answeredBy;
    private @Nullable String etag;
    private @Nullable String lastModified;
    private @Nullable String started;
    private @Nullable String finished;
    private List<Index> indexes;
    private int documents;
    private long bytes;
    private int failures;
    private @Nullable String cutBecause;
    private List<String> unreadable;

    Changed(SitemapPosition from) {
      configured = from.configured;
      answeredBy = from.answeredBy;
      etag = from.etag;
      lastModified = from.lastModified;
      started = from.started;
      finished = from.finished;
      indexes = from.indexes;
      documents = from.documents;
      bytes = from.bytes;
      failures = from.failures;
      cutBecause = from.cutBecause;
      unreadable = from.unreadable;
    }

    SitemapPosition position() {
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
          unreadable);
    }
  }
}
