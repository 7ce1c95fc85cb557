package dev.weir.spark.running;

/** A query must not go on as things stand; the message says what a person can do. */
public final class RefusedException extends Exception {
  private static final long serialVersionUID = 1L;

  public RefusedException(String message) {
    super(message);
  }
}
