package dev.weir.infra.stream;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.Locale;

/** Where reading a topic starts. */
public sealed interface StartAt {

  /** With the oldest record that is kept. */
  record Earliest() implements StartAt {}

  /** After the newest record. */
  record Latest() implements StartAt {}

  /** With the first record that the broker took at this time or later. */
  record At(Instant time) implements StartAt {}

  /**
   * Reads a start as people write it: {@code earliest}, {@code latest}, a time ({@code
   * 2026-11-01T12:00:00Z}), a day ({@code 2026-11-01}, UTC), or how long ago ({@code 30s}, {@code
   * 10m}, {@code 2h}, {@code 1d}).
   *
   * @throws IllegalArgumentException where it is something else
   */
  static StartAt parse(String text, Instant now) {
    return switch (text) {
      case "earliest" -> new Earliest();
      case "latest" -> new Latest();
      default -> new At(time(text, now));
    };
  }

  /** Reads a time as people write it: the forms of {@link #parse} but the two words. */
  static Instant time(String text, Instant now) {
    try {
      if (text.matches("[0-9]{1,6}[smh]")) {
        return now.minus(Duration.parse("PT" + text.toUpperCase(Locale.ROOT)));
      } else if (text.matches("[0-9]{1,6}d")) {
        return now.minus(Duration.parse("P" + text.toUpperCase(Locale.ROOT)));
      } else if (text.matches("\\d{4}-\\d{2}-\\d{2}")) {
        return LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
      }
      return Instant.parse(text);
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException(
          "Expected a time such as 2026-11-01T12:00:00Z, 2026-11-01 or 10m, got: " + text, e);
    }
  }
}
