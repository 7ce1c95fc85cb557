package dev.weir.ingest.http;

/**
 * One redirect.
 *
 * @param status 301, 302, 303, 307 or 308
 * @param from the URL that redirected
 * @param to where it led, absolute
 */
public record Redirect(int status, String from, String to) {
  /** Says whether the server meant it for good, so that {@code from} need not be asked again. */
  public boolean isPermanent() {
    return status == 301 || status == 308;
  }
}
