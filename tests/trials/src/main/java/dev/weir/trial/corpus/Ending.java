package dev.weir.trial.corpus;

/**
 * Where one recording ended.
 *
 * @param name its name among those of its kind
 * @param served whether it reached a reader whole
 * @param why in words that many recordings share
 */
public record Ending(Kind kind, String name, boolean served, End end, String why) {
  static Ending kept(Kind kind, String name, boolean served, String why) {
    return new Ending(kind, name, served, End.KEPT, why);
  }

  static Ending deadLetter(Kind kind, String name, boolean served, String why) {
    return new Ending(kind, name, served, End.DEAD_LETTER, why);
  }

  static Ending ignored(Kind kind, String name, boolean served, String why) {
    return new Ending(kind, name, served, End.IGNORED, why);
  }

  static Ending unaccounted(Kind kind, String name, boolean served, String why) {
    return new Ending(
        kind, name, served, End.UNACCOUNTED, served ? why : "not served to any reader");
  }
}
