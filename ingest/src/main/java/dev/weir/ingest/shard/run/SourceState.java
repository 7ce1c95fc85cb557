package dev.weir.ingest.shard.run;

import java.util.Locale;

/** The state of a source in the status file. */
public enum SourceState {
  /** Its shard belongs to another instance, or to none yet. */
  ELSEWHERE,
  /** Its shard is being opened. */
  OPENING,
  /** It is being polled, or its stream is followed. */
  RUNNING,
  /** It waits for its next poll. */
  WAITING,
  /** It failed and will be retried. */
  BACKING_OFF,
  /** The server refuses it; it is retried occasionally. */
  REFUSED,
  /** A {@code once} run has read it to its end. */
  DONE,
  /** A {@code once} run has given it up. */
  FAILED,
  STOPPED;

  String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  public boolean isFinal() {
    return this == DONE || this == FAILED;
  }
}
