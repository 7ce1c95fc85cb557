package dev.weir.scrapers.page;

/** A body that is not an HTML page. The message says what it looks like. */
public final class UnreadablePageException extends Exception {
  private static final long serialVersionUID = 1;

  UnreadablePageException(String message) {
    super(message);
  }
}
