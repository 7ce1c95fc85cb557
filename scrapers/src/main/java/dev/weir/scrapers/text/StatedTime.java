package dev.weir.scrapers.text;

import java.time.Instant;
import java.util.Locale;

/**
 * A time as a source stated it: an instant, its precision, and where its zone came from.
 *
 * @param at start of the second, minute or (in its zone) day that was stated
 * @param precision how much was stated
 * @param zone where the zone came from
 */
public record StatedTime(Instant at, Precision precision, ZoneSource zone) {
  /** The precision of a stated time. */
  public enum Precision {
    SECOND,
    MINUTE,
    DAY;

    /** The value in the {@code Page} record. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Where a zone came from: the value itself, the site's settings, or nowhere (UTC is assumed). */
  public enum ZoneSource {
    OFFSET,
    SITE,
    ASSUMED;

    /** The value in the {@code Page} record. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
