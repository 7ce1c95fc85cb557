package dev.weir.spark.running;

/** A batch has to be begun again by a query that is started anew. It is no failure. */
public final class RestartException extends Exception {
  private static final long serialVersionUID = 1L;

  public RestartException(String message) {
    super(message);
  }
}
