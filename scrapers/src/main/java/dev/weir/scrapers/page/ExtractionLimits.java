package dev.weir.scrapers.page;

/**
 * Bounds on what one page may cost and yield. What lies beyond is cut off, and the page says so.
 *
 * @param tags most tags that are read, in number
 * @param depth deepest nesting of elements; what is nested deeper is lifted up
 * @param textLength most characters of main text
 * @param outlinks most links, in number
 * @param outlinkLength most characters of all links together
 */
public record ExtractionLimits(
    int tags, int depth, int textLength, int outlinks, int outlinkLength) {
  public ExtractionLimits {
    requirePositive("tags", tags);
    requirePositive("depth", depth);
    requirePositive("text length", textLength);
    requirePositive("outlinks", outlinks);
    requirePositive("outlink length", outlinkLength);
  }

  /** Ample for any article, and small enough that a {@code Page} stays well under a megabyte. */
  public static ExtractionLimits standard() {
    return new ExtractionLimits(100_000, 200, 250_000, 2_000, 200_000);
  }

  private static void requirePositive(String name, int value) {
    if (value <= 0) {
      throw new IllegalArgumentException(
          "Expected a positive limit of " + name + ", got: " + value);
    }
  }
}
