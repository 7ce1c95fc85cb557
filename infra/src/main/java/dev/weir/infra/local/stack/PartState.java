package dev.weir.infra.local.stack;

/** Where a part of the stack stands. */
public enum PartState {
  /** Another part must be ready first. */
  WAITING,
  /** Started; does not answer yet. */
  STARTING,
  /** Answers. */
  RUNNING,
  /** Work that is done once, and was. */
  DONE,
  /** Ended or failed; will be started again. */
  BACKING_OFF,
  /** Ended by itself, and would be refused again: it is not started again. */
  REFUSED,
  /** Ended because the stack ends. */
  STOPPED
}
