package dev.weir.ingest.http;

/** What to do with a body that is longer than allowed. */
public enum Excess {
  /** Stop reading, and answer {@link HttpResult.TooLarge}. */
  REFUSE,
  /** Stop reading, and answer with what was read so far. */
  CUT
}
