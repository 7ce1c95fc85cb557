package dev.weir.pollers;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAccessor;

/** Reads the times that networks write. */
public final class Times {
  private static final Instant FIRST = Instant.parse("0000-01-01T00:00:00Z");
  private static final Instant END = Instant.parse("+10000-01-01T00:00:00Z");

  private Times() {}

  /**
   * Reads ISO 8601 with any offset; without one it is UTC. The result has whole microseconds.
   *
   * @param field what messages call the field
   * @throws MalformedItemException where it is no time, or one outside the years 0 to 9999
   */
  public static Instant parse(String text, String field) throws MalformedItemException {
    try {
      TemporalAccessor time =
          DateTimeFormatter.ISO_DATE_TIME.parseBest(
              text.strip(), OffsetDateTime::from, LocalDateTime::from);
      Instant instant =
          time instanceof OffsetDateTime offset
              ? offset.toInstant()
              : ((LocalDateTime) time).toInstant(ZoneOffset.UTC);
      return checked(instant, text, field);
    } catch (DateTimeException e) {
      throw malformed(text, field);
    }
  }

  /** Reads microseconds since 1970. */
  public static Instant ofMicros(long micros, String field) throws MalformedItemException {
    return checked(Instant.EPOCH.plus(micros, ChronoUnit.MICROS), Long.toString(micros), field);
  }

  private static Instant checked(Instant instant, String text, String field)
      throws MalformedItemException {
    if (instant.isBefore(FIRST) || !instant.isBefore(END)) {
      throw malformed(text, field);
    }
    return instant.truncatedTo(ChronoUnit.MICROS);
  }

  private static MalformedItemException malformed(String text, String field) {
    String shown = text.length() > 80 ? text.substring(0, 80) + "…" : text;
    return new MalformedItemException(
        "malformed-field", "Expected %s to be a time in ISO 8601, got: %s".formatted(field, shown));
  }
}
