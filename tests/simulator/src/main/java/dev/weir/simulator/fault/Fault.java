package dev.weir.simulator.fault;

import java.util.Locale;

/**
 * What may go wrong. A fault of an item strikes by the item's number, a fault of a request by the
 * number of the request at its host; both are planned from the seed.
 */
public enum Fault {
  /** An item whose event time lies hours before it appears. */
  LATE(false, 0.005, 0.02),
  /** An item whose event time lies hours ahead. */
  FUTURE(false, 0.002, 0.01),
  /**
   * A post that was written on another Mastodon instance, at times on one that nobody reads, and
   * arrives seconds later or much later. Its id is made of the time at which it was written, so it
   * lies behind newer ones that were there before it.
   */
  LATE_FEDERATION(false, 0.1, 0.3),
  /** An item that cannot be decoded. */
  MALFORMED(false, 0.002, 0.02),
  /** An item that is delivered twice in a row. */
  DUPLICATE(false, 0.01, 0.03),
  /** Many items, more than a page holds, that appear at one moment. */
  BURST(false, 1500, 1000),
  /** More articles at one moment than the site's feed holds. */
  ROLLOVER(false, 0, 1700),
  /** The Mastodon instance is down for longer than it keeps its posts. */
  OUTAGE(false, 0, 2300),
  /** The Jetstream is down, and comes back with so few events that it clamps an old cursor. */
  CLAMP(false, 0, 2300),
  /** The Jetstream closes its connections. */
  DISCONNECT(false, 3000, 600),
  /** The Jetstream sends its last events again, under new times, as after a kill. */
  RE_SENT(false, 2900, 700),
  /** The Mastodon instance that streams, which is read with a token then, closes its streams. */
  STREAM_DISCONNECT(false, 9000, 2500),
  /** A host that takes requests and never answers any: a feed and a Mastodon instance. */
  SILENT_SOURCE(false, 0, 1),
  /** Feeds pin an old article to their top, or show one there under a new date. */
  PINNED(false, 1, 1),
  /** A feed in which neighbours share a guid, and one that has no guids at all. */
  ODD_GUID(false, 1, 1),
  /**
   * A sitemap index with an index inside, with a sitemap that always fails, and with two on other
   * hosts, of which robots.txt names one.
   */
  ODD_SITEMAP(false, 0, 1),
  /** An article that is taken down some time after it was published, and answers with 410. */
  REMOVED(false, 0, 0),
  /** An article that gets another address, to which the old one redirects then. */
  MOVED(false, 0, 0),
  /** A page that only sends its reader on by a meta refresh, in place of a redirect. */
  META_REFRESH(false, 0.05, 0.3),
  /** Addresses of the shortener that are another for each post, and some that lead in a circle. */
  REDIRECT_STORM(false, 0.02, 0.2),
  /** An answer of a feed without any item. */
  EMPTY_FEED(true, 0.005, 0.05),
  /** A compressed body, for whoever takes one. */
  GZIP(true, 0.2, 0.4),
  /** 429 with Retry-After. */
  RATE_LIMIT(true, 0.005, 0.02),
  /** 429 without Retry-After. */
  RATE_LIMIT_BARE(true, 0, 0.02),
  /** 500. */
  SERVER_ERROR(true, 0.005, 0.02),
  /** The server takes the request and never answers. */
  TIME_OUT(true, 0, 0.005),
  /** The body ends before the length that its header announces. */
  TRUNCATED(true, 0.002, 0.02),
  /**
   * A Mastodon instance that answers with the page before once more, whose Link leads to where its
   * reader stands.
   */
  REPEATED_CURSOR(true, 0, 0.02);

  private final boolean ofRequest;
  private final double mild;
  private final double all;

  Fault(boolean ofRequest, double mild, double all) {
    this.ofRequest = ofRequest;
    this.mild = mild;
    this.all = all;
  }

  /** Whether it strikes requests; else it strikes items. */
  public boolean ofRequest() {
    return ofRequest;
  }

  /** Its name in settings and in the oracle, such as {@code rate-limit}. */
  public String key() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  double mild() {
    return mild;
  }

  double all() {
    return all;
  }
}
