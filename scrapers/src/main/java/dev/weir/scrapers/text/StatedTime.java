package dev.weir.scrapers.text;

import java.time.Instant;
import java.util.Locale;

/**
 * A time as somebody else stated it: an instant, how exact it is, and where its zone came from.
 *
 * @param at start of the second, minute or (in its zone) day that was stated
 * @param precision how much was stated
 * @param zone where the zone came from
 */
public record StatedTime(Instant at, Precision precision, ZoneSource zone) {
  /** How much of a time was stated. */
  public enum Precision {
    SECOND,
    MINUTE,
    DAY;

    /** As the {@code Page} record writes it. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * Where a zone came from: the value itself, the settings of the site, or nowhere (UTC is
   * assumed).
   */
  public enum ZoneSource {
    OFFSET,
    SITE,
    ASSUMED;

    /** As the {@code Page} record writes it. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
