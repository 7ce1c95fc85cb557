package dev.weir.scrapers.page.markup;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jsoup.parser.Parser;

/** Helpers for text. */
public final class Texts {
  private static final Pattern SPACE = Pattern.compile("[\\s\\u00a0\\u200b\\ufeff]+");
  private static final Pattern NO_WORD = Pattern.compile("[^\\p{L}\\p{N}]+");

  private Texts() {}

  /** Collapses white space and trims. */
  public static String collapse(String text) {
    return SPACE.matcher(text).replaceAll(" ").strip();
  }

  /** Plain, collapsed and at most {@code most} characters; empty if nothing is left. */
  public static Optional<String> plain(String text, int most) {
    String plain = collapse(text.indexOf('&') < 0 ? text : Parser.unescapeEntities(text, false));
    if (plain.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(cut(plain, most));
  }

  /** The text's first {@code most} characters, without splitting a surrogate pair. */
  public static String cut(String text, int most) {
    if (text.length() <= most) {
      return text;
    }
    return text.substring(0, Character.isHighSurrogate(text.charAt(most - 1)) ? most - 1 : most);
  }

  /** Words separated by white space. */
  public static List<String> words(String text) {
    return SPACE.splitAsStream(text).filter(word -> !word.isEmpty()).toList();
  }

  /**
   * How much of {@code second} also occurs in {@code first}, by the length of its words: 0 to 1.
   */
  public static double similarity(String first, String second) {
    Set<String> known = new HashSet<>(tokens(first));
    List<String> tokens = tokens(second);
    if (known.isEmpty() || tokens.isEmpty()) {
      return 0;
    }
    int all = 0;
    int strange = 0;
    for (String token : tokens) {
      all += token.length() + 1;
      strange += known.contains(token) ? 0 : token.length() + 1;
    }
    return 1 - (double) strange / all;
  }

  private static List<String> tokens(String text) {
    return NO_WORD
        .splitAsStream(text.toLowerCase(Locale.ROOT))
        .filter(token -> !token.isEmpty())
        .toList();
  }
}
