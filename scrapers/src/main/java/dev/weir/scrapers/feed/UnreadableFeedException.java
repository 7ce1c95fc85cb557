package dev.weir.scrapers.feed;

import java.util.Locale;

/**
 * Bytes that are not a feed, or a feed that is rejected. The message is for people, the reason for
 * metrics.
 */
public final class UnreadableFeedException extends Exception {
  private static final long serialVersionUID = 1;

  private final Reason reason;

  UnreadableFeedException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  UnreadableFeedException(Reason reason, String message, Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }

  /** Why a feed cannot be read. */
  public enum Reason {
    /** No bytes except white space. */
    EMPTY,
    /** Something other than a feed, such as an HTML page. */
    NOT_A_FEED,
    /** Neither XML nor JSON, even when read leniently. */
    MALFORMED,
    /**
     * A document type that declares entities: they can expand without limit or read other files.
     */
    ENTITIES,
    /** More items, deeper nesting or longer text than {@link FeedLimits} allows. */
    TOO_LARGE;

    /** In lower case with hyphens. */
    public String label() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }
}
