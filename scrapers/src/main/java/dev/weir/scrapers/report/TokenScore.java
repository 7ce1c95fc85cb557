package dev.weir.scrapers.report;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How similar two texts are by their words, counted with multiplicity: 1 for the same words, 0 for
 * none in common.
 *
 * @param precision fraction of the actual words that were expected
 * @param recall fraction of the expected words that are there
 */
public record TokenScore(double precision, double recall) {
  private static final Pattern TOKEN =
      Pattern.compile(
          "[\\p{IsHan}\\p{IsHiragana}\\p{IsKatakana}]|[\\p{L}\\p{N}&&[^\\p{IsHan}\\p{IsHiragana}\\p{IsKatakana}]]+");

  /** Compares two texts. */
  public static TokenScore of(String expected, String actual) {
    Map<String, Integer> wanted = tokens(expected);
    Map<String, Integer> found = tokens(actual);
    int common = 0;
    for (Map.Entry<String, Integer> token : wanted.entrySet()) {
      common += Math.min(token.getValue(), found.getOrDefault(token.getKey(), 0));
    }
    int all = sum(found);
    int due = sum(wanted);
    if (all == 0 && due == 0) {
      return new TokenScore(1, 1);
    }
    return new TokenScore(
        all == 0 ? 0 : (double) common / all, due == 0 ? 0 : (double) common / due);
  }

  /** The harmonic mean of both, 0 to 1. */
  public double f1() {
    return precision + recall == 0 ? 0 : 2 * precision * recall / (precision + recall);
  }

  private static int sum(Map<String, Integer> counts) {
    return counts.values().stream().mapToInt(Integer::intValue).sum();
  }

  private static Map<String, Integer> tokens(String text) {
    Map<String, Integer> counts = new HashMap<>();
    Matcher matcher = TOKEN.matcher(text.toLowerCase(Locale.ROOT));
    while (matcher.find()) {
      counts.merge(matcher.group(), 1, Integer::sum);
    }
    return counts;
  }
}
