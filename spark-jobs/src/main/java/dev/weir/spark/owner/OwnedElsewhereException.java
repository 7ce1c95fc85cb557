package dev.weir.spark.owner;

/** Another process runs the query. The message names it, and says what to do. */
public final class OwnedElsewhereException extends Exception {
  private static final long serialVersionUID = 1L;

  OwnedElsewhereException(String message) {
    super(message);
  }
}
