package dev.weir.pollers;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** The declared languages of posts. */
public final class Languages {
  /** Codes that are not a language: undetermined, none, several, one without a code, artificial. */
  private static final Set<String> NONE = Set.of("und", "zxx", "mul", "mis", "art");

  private Languages() {}

  /** Returns the first tag that is a language, as written. */
  public static Optional<String> claimed(List<String> tags) {
    return tags.stream()
        .map(String::strip)
        .filter(tag -> !tag.isEmpty())
        .filter(tag -> !NONE.contains(tag.toLowerCase(Locale.ROOT).split("[-_]", 2)[0]))
        .findFirst();
  }
}
