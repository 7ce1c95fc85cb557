package dev.weir.schemas.settings;

/** Whether an event counts in live aggregates; see {@link TimeSettings#status}. */
public enum TimeStatus {
  OK("ok"),
  LATE("late"),
  FUTURE("future");

  private final String text;

  TimeStatus(String text) {
    this.text = text;
  }

  /** As it stands in the history. */
  public String text() {
    return text;
  }
}
