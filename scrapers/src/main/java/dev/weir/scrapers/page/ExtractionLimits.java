package dev.weir.scrapers.page;

/**
 * Limits on the cost and the size of one page. Anything beyond is cut off, and the page says so.
 *
 * @param tags maximum number of tags that are read
 * @param depth maximum nesting of elements; deeper elements are moved up
 * @param textLength maximum characters of main text
 * @param outlinks maximum number of links
 * @param outlinkLength maximum characters of all links together
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

  /** Enough for any article, and a {@code Page} stays well under a megabyte. */
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
