package dev.weir.scrapers.feed;

/** Limits for one feed. The fetcher limits the number of bytes. */
final class FeedLimits {
  static final int ITEMS = 10_000;
  static final int DEPTH = 200;
  static final int LONGEST_TITLE = 1_000;
  static final int LONGEST_ID = 2_048;
  static final int LONGEST_AUTHOR = 300;

  private FeedLimits() {}
}
