package dev.weir.ingest.shard.run;

import java.util.Locale;

/** What a source is doing, as the status file has it. */
public enum SourceState {
  /** Its shard belongs to another instance, or to none yet. */
  ELSEWHERE,
  /** Its shard is being opened. */
  OPENING,
  /** It is being polled, or its stream is followed. */
  RUNNING,
  /** Its next poll is some time off. */
  WAITING,
  /** It failed, and will be tried again. */
  BACKING_OFF,
  /** The other side will not serve it; it is tried again now and then. */
  REFUSED,
  /** It has nothing more, and was to run only once. */
  DONE,
  /** It was to run only once, and failed. */
  FAILED,
  STOPPED;

  String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  public boolean isFinal() {
    return this == DONE || this == FAILED;
  }
}
