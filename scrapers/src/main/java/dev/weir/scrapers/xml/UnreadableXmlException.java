package dev.weir.scrapers.xml;

/** Text that is not XML even when read leniently, or XML that is rejected. */
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
    /** It has no element. */
    MALFORMED,
    /** A document type that declares entities: they can expand without limit or read files. */
    ENTITIES,
    /** Too many elements or too deep nesting. */
    TOO_LARGE
  }
}
