package dev.weir.spark.query;

/** Exceptions for people. */
final class Causes {

  private Causes() {}

  /** The innermost cause, in one line. */
  static String summary(Throwable error) {
    Throwable cause = error;
    while (cause.getCause() != null && cause.getCause() != cause) {
      cause = cause.getCause();
    }
    String message = String.valueOf(cause.getMessage()).lines().findFirst().orElse("");
    return cause.getClass().getSimpleName() + ": " + message;
  }
}
