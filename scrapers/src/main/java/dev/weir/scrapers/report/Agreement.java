package dev.weir.scrapers.report;

import java.util.List;
import java.util.Optional;

/** The result of comparing an expected value with an actual one. Pure. */
public final class Agreement {
  public static final String AGREE = "agree";
  public static final String DIFFER = "differ";

  /** A value was expected and is missing. */
  public static final String MISSING = "missing";

  /** No value was expected, but there is one. */
  public static final String ONLY_OURS = "only ours";

  /** No value was expected, and there is none. */
  public static final String NEITHER = "neither has one";

  /** All five results. */
  public static final List<String> OUTCOMES = List.of(AGREE, DIFFER, MISSING, ONLY_OURS, NEITHER);

  private Agreement() {}

  /** One of the five results. */
  public static String of(Optional<String> expected, Optional<String> actual) {
    if (expected.isEmpty()) {
      return actual.isEmpty() ? NEITHER : ONLY_OURS;
    }
    if (actual.isEmpty()) {
      return MISSING;
    }
    return expected.equals(actual) ? AGREE : DIFFER;
  }

  /** Whether a value was expected and is missing or different. */
  public static boolean fails(String outcome) {
    return outcome.equals(DIFFER) || outcome.equals(MISSING);
  }
}
