package dev.weir.scrapers.report;

import java.util.List;
import java.util.Optional;

/** In which words an expected value and an actual one are compared. Pure. */
public final class Agreement {
  public static final String AGREE = "agree";
  public static final String DIFFER = "differ";

  /** One was expected, and none is there. */
  public static final String MISSING = "missing";

  /** None was expected, and one is there. */
  public static final String ONLY_OURS = "only ours";

  /** None was expected, and none is there. */
  public static final String NEITHER = "neither has one";

  /** All five. */
  public static final List<String> OUTCOMES = List.of(AGREE, DIFFER, MISSING, ONLY_OURS, NEITHER);

  private Agreement() {}

  /** One of the five words. */
  public static String of(Optional<String> expected, Optional<String> actual) {
    if (expected.isEmpty()) {
      return actual.isEmpty() ? NEITHER : ONLY_OURS;
    }
    if (actual.isEmpty()) {
      return MISSING;
    }
    return expected.equals(actual) ? AGREE : DIFFER;
  }

  /** Whether one was expected, and is not there as it was expected. */
  public static boolean fails(String outcome) {
    return outcome.equals(DIFFER) || outcome.equals(MISSING);
  }
}
