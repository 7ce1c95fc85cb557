package dev.weir.ingest.settings;

import java.time.Duration;
import java.time.ZoneId;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An entry of {@code sites}: a registrable domain whose pages are fetched.
 *
 * @param domain registrable domain, in lower case
 * @param delay minimum time between two of its pages; default from section {@code http}
 * @param zone zone of dates without one on its pages; default UTC
 */
public record SiteSettings(String domain, @Nullable Duration delay, @Nullable ZoneId zone) {

  public SiteSettings(@Nullable String domain, @Nullable Duration delay, @Nullable ZoneId zone) {
    if (domain == null || !domain.matches("[^\\s/:]+\\.[^\\s/:.]+")) {
      throw new IllegalArgumentException(
          "Expected a registrable domain such as example.org in sites.domain, got: " + domain);
    }
    if (delay != null && delay.isNegative()) {
      throw new IllegalArgumentException("Expected sites.delay of at least 0s, got: " + delay);
    }
    this.domain = domain.toLowerCase(Locale.ROOT);
    this.delay = delay;
    this.zone = zone;
  }

  public Optional<Duration> ownDelay() {
    return Optional.ofNullable(delay);
  }

  public Optional<ZoneId> ownZone() {
    return Optional.ofNullable(zone);
  }
}
