package dev.weir.pollers;

/** An item that violates its network's specification. It becomes a dead letter. */
public final class MalformedItemException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String errorType;

  /**
   * Creates an instance.
   *
   * @param errorType short name of the reason: {@code malformed-json}, {@code missing-field},
   *     {@code malformed-field}
   */
  public MalformedItemException(String errorType, String message) {
    super(message);
    this.errorType = errorType;
  }

  public String errorType() {
    return errorType;
  }
}
