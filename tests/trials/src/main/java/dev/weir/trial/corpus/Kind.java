package dev.weir.trial.corpus;

/** What is recorded. */
public enum Kind {
  PAGE("page"),
  FEED("feed"),
  ITEM("feed item"),
  STATUS("Mastodon status"),
  MESSAGE("Jetstream message");

  private final String label;

  Kind(String label) {
    this.label = label;
  }

  /** In words. */
  public String label() {
    return label;
  }
}
