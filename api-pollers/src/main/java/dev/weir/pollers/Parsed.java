package dev.weir.pollers;

import dev.weir.schemas.record.DeadLetter;
import dev.weir.schemas.record.Post;

/**
 * The result of parsing one item of a payload. Every item has exactly one result, so that nothing
 * is lost silently.
 */
public sealed interface Parsed {

  /** A version of a post. */
  record Item(Post post) implements Parsed {}

  /**
   * Skipped on purpose.
   *
   * @param kind what it was, for counting: {@code identity}, {@code app.bsky.feed.like}, ...
   */
  record Skipped(String kind) implements Parsed {}

  /** Unreadable. */
  record Malformed(DeadLetter letter) implements Parsed {}
}
