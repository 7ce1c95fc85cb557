package dev.weir.scrapers.feed;

import java.util.Locale;

/**
 * Bytes that are no feed, or a feed that is refused. The message is for people, the reason for
 * counting.
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
    /** No bytes but white space. */
    EMPTY,
    /** Something else than a feed, such as a page of HTML. */
    NOT_A_FEED,
    /** Neither XML nor JSON that can be read, even leniently. */
    MALFORMED,
    /**
     * A document type with entities of its own: they can grow without bound, or read other files.
     */
    ENTITIES,
    /** More items, deeper nesting or longer text than {@link FeedLimits} allow. */
    TOO_LARGE;

    /** In lower case with hyphens. */
    public String label() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }
}
