package dev.weir.schemas.topic;

/** The names of the topics, without the prefix of the settings. What they hold: {@link Topic}. */
public final class Topics {

  public static final String PAGES = "pages";
  public static final String POSTS = "posts";
  public static final String MENTIONS = "mentions";
  public static final String AGGREGATES = "aggregates";
  public static final String WINDOWS = "windows";
  public static final String COVERAGE = "coverage";
  public static final String CURSORS = "cursors";
  public static final String FRONTIER = "frontier";
  public static final String DEAD_LETTERS = "dead-letters";

  private Topics() {}
}
