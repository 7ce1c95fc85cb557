package dev.weir.ingest.http;

import dev.weir.schemas.settings.Durations;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads Retry-After in both of its forms (RFC 9110, 10.2.3): seconds, or an HTTP date. */
public final class RetryAfter {
  private static final Duration LONGEST = Duration.ofDays(7);
  private static final Pattern SECONDS = Pattern.compile("[0-9]{1,15}");

  private RetryAfter() {}

  /**
   * Returns the time to wait: never negative, at most seven days; empty where the value is neither
   * form.
   *
   * @param now what a date is measured from
   */
  public static Optional<Duration> parse(String value, Instant now) {
    String text = value.strip();
    if (SECONDS.matcher(text).matches()) {
      long seconds = Math.min(Long.parseLong(text), LONGEST.toSeconds());
      return Optional.of(Duration.ofSeconds(seconds));
    }
    try {
      Instant date = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
      Duration wait = Duration.between(now, date);
      return Optional.of(wait.isNegative() ? Duration.ZERO : Durations.shorter(wait, LONGEST));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
