package dev.weir.scrapers.xml;

/** Text that is not XML even when read leniently, or XML that is refused. */
public final class UnreadableXmlException extends Exception {
  private static final long serialVersionUID = 1;

  private final Reason reason;

  UnreadableXmlException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  UnreadableXmlException(Reason reason, String message, Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }

  /** Why it cannot be read. */
  public enum Reason {
    /** No element in it. */
    MALFORMED,
    /** A document type with entities of its own: they can grow without bound, or read files. */
    ENTITIES,
    /** More elements or deeper nesting than is read. */
    TOO_LARGE
  }
}
