package dev.weir.trial.corpus;

/** How it may end with a recording. */
public enum End {
  /** A row of the history; for a feed, a cursor that has read it. */
  KEPT("kept"),
  DEAD_LETTER("dead letter"),
  /** Left out on purpose. */
  IGNORED("ignored"),
  /** Nowhere to be found. */
  UNACCOUNTED("unaccounted");

  private final String label;

  End(String label) {
    this.label = label;
  }

  /** In words. */
  public String label() {
    return label;
  }
}
