package dev.weir.ingest.http;

/** Which redirects a fetch follows; at most five, each checked like the first address. */
public enum Redirects {
  /** Follow them anywhere on the public Internet. */
  ANYWHERE,
  /**
   * Follow them within one registrable domain; another domain's is returned as a {@link
   * HttpResult.Status}.
   */
  WITHIN_DOMAIN,
  /** Follow none. */
  NONE
}
