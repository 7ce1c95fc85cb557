package dev.weir.scrapers.page;

import java.time.ZoneId;
import java.util.Optional;

/**
 * What the settings know of a site that its pages may not say.
 *
 * @param zone the zone of dates that state none
 */
public record SiteHints(Optional<ZoneId> zone) {
  /** Nothing is known of the site. */
  public static SiteHints none() {
    return new SiteHints(Optional.empty());
  }

  /** The site's dates are in {@code zone} where they do not say otherwise. */
  public static SiteHints inZone(ZoneId zone) {
    return new SiteHints(Optional.of(zone));
  }
}
