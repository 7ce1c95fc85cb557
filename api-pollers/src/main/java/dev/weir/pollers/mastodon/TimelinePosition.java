package dev.weir.pollers.mastodon;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where the reading of a timeline stands. Old positions that lack a component are read as if
 * nothing was known.
 *
 * @param marks statuses from which the timeline can be read again, oldest first
 * @param known what was read since shortly before the oldest mark, in the order of the timeline:
 *     see {@link Timeline}
 * @param edits versions of edited statuses that were read, in the same form
 * @param walk the walk that is under way; null between two rounds
 * @param round how many rounds were begun
 * @param until up to when the timeline is known to be whole
 * @param asked when the last round began; null where none has ended yet
 * @param cut statuses that were written before are no longer recognised, for want of room; null
 *     where all are that a horizon asks for
 * @param stalled how many times in a row the server repeated a page instead of going on
 * @param newest id of the newest status that was read: what people and coverage call this position
 */
record TimelinePosition(
    List<Mark> marks,
    String known,
    String edits,
    @Nullable Walk walk,
    long round,
    Instant until,
    @Nullable Instant asked,
    @Nullable Instant cut,
    int stalled,
    String newest) {

  TimelinePosition(
      @Nullable List<Mark> marks,
      @Nullable String known,
      @Nullable String edits,
      @Nullable Walk walk,
      long round,
      Instant until,
      @Nullable Instant asked,
      @Nullable Instant cut,
      int stalled,
      @Nullable String newest) {
    this.marks = marks == null ? List.of() : List.copyOf(marks);
    this.known = known == null ? "" : known;
    this.edits = edits == null ? "" : edits;
    this.walk = walk;
    this.round = round;
    this.until = until;
    this.asked = asked;
    this.cut = cut;
    this.stalled = stalled;
    this.newest = newest == null ? "" : newest;
  }

  /** Nothing is known. */
  static TimelinePosition none(Instant until) {
    return new TimelinePosition(null, null, null, null, 0, until, null, null, 0, null);
  }

  TimelinePosition withoutWalk() {
    return new TimelinePosition(
        marks, known, edits, null, round, until, asked, cut, stalled, newest);
  }

  /**
   * A status from which the timeline can be read again.
   *
   * @param at a time at which it was the newest, or newer ones were there already
   * @param id the instance's id
   * @param written when it was written, which decides its place in the timeline
   */
  record Mark(Instant at, String id, Instant written) {}

  /**
   * Several pages, read one behind the other.
   *
   * @param kind what the walk reads
   * @param started when its round began
   * @param cursor id of the status behind which the next page lies
   * @param written when that status was written
   * @param at how many of the known statuses lie before that page
   * @param until where a {@link Kind#TRAIL} ends
   */
  record Walk(
      Kind kind, Instant started, String cursor, Instant written, int at, @Nullable Mark until) {
    static Walk from(Kind kind, Instant started, Mark mark, int at, @Nullable Mark until) {
      return new Walk(kind, started, mark.id(), mark.written(), at, until);
    }

    Walk to(String next, Instant nextWritten, int nextAt) {
      return new Walk(kind, started, next, nextWritten, nextAt, until);
    }

    /** The same place, after the oldest of the known statuses were forgotten. */
    Walk without(int forgotten) {
      return new Walk(kind, started, cursor, written, at - forgotten, until);
    }
  }

  /** What a walk reads. */
  enum Kind {
    /** From a mark to the end. */
    LEAD,
    /** From the oldest mark to the one that lies a horizon back. */
    TRAIL,
    /** From the oldest mark to the end. */
    WHOLE
  }

  /**
   * A status as a page shows it.
   *
   * @param id the instance's id; for an item that has none, a hash of its bytes behind '#'
   * @param version what tells an edited one from the one that was read
   * @param written when it was written; long ago where it does not say
   */
  record Seen(String id, String version, Instant written) {
    boolean canBeAsked() {
      return !id.startsWith("#");
    }
  }
}
