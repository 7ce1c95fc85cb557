package dev.weir.pollers;

import dev.weir.schemas.record.DeadLetter;
import dev.weir.schemas.record.Post;

/**
 * What became of one item of a payload. Every item becomes exactly one of these, so that nothing is
 * lost unseen.
 */
public sealed interface Parsed {

  /** A version of a post. */
  record Item(Post post) implements Parsed {}

  /**
   * Left out on purpose.
   *
   * @param kind what it was, for counting: {@code identity}, {@code app.bsky.feed.like}, ...
   */
  record Skipped(String kind) implements Parsed {}

  /** Could not be read. */
  record Malformed(DeadLetter letter) implements Parsed {}
}
