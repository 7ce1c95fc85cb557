package dev.weir.ingest.http;

/**
 * One redirect.
 *
 * @param status 301, 302, 303, 307 or 308
 * @param from the URL that redirected
 * @param to where it led, absolute
 */
public record Redirect(int status, String from, String to) {
  /** Whether it is permanent, so that {@code from} need not be requested again. */
  public boolean isPermanent() {
    return status == 301 || status == 308;
  }
}
