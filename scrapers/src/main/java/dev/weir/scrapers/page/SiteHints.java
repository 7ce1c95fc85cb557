package dev.weir.scrapers.page;

import java.time.ZoneId;
import java.util.Optional;

/**
 * Facts about a site from the settings that its pages may lack.
 *
 * @param zone the zone of dates without one
 */
public record SiteHints(Optional<ZoneId> zone) {
  /** No facts. */
  public static SiteHints none() {
    return new SiteHints(Optional.empty());
  }

  /** Dates without a zone are in {@code zone}. */
  public static SiteHints inZone(ZoneId zone) {
    return new SiteHints(Optional.of(zone));
  }
}
