package dev.weir.spark.sink;

import org.apache.iceberg.exceptions.ValidationException;

/**
 * A write came from a process that no longer owns the query: another one has taken over. Nothing
 * was written. Iceberg removes the files of such a commit and does not try it again.
 */
public final class FencedException extends ValidationException {
  private static final long serialVersionUID = 1L;

  public FencedException(String message) {
    super("%s", message);
  }
}
