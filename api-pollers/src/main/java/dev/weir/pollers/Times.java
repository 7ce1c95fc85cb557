package dev.weir.pollers;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Parses the times of networks. */
public final class Times {
  private static final Instant FIRST = Instant.parse("0000-01-01T00:00:00Z");
  private static final Instant END = Instant.parse("+10000-01-01T00:00:00Z");
  private static final Pattern TIME =
      Pattern.compile(
          "(\\d{4})-(\\d{2})-(\\d{2})(?:[Tt ]|\\s+)(\\d{2}):(\\d{2})(?::(\\d{2})(?:[.,](\\d{1,100}))?)?"
              + "\\s*([Zz]|UTC|GMT|[+-]\\d{2}(?::?\\d{2})?)?(?:\\[[^\\]]*\\])?");
  private static final int LEAP_SECOND = 60;

  private Times() {}

  /**
   * Parses ISO 8601 as servers and clients write it: any offset, with or without a colon, or none,
   * which is UTC; a space for the T; any number of fraction digits, or no seconds. The result has
   * whole microseconds.
   *
   * @param field its name in messages
   * @throws MalformedItemException if it is not a time, or is outside the years 0 to 9999
   */
  public static Instant parse(String text, String field) throws MalformedItemException {
    Matcher time = TIME.matcher(text.strip());
    if (!time.matches()) {
      throw malformed(text, field);
    }
    try {
      int second = number(time, 6);
      LocalDateTime local =
          LocalDateTime.of(
              number(time, 1),
              number(time, 2),
              number(time, 3),
              number(time, 4),
              number(time, 5),
              second == LEAP_SECOND ? LEAP_SECOND - 1 : second,
              nanos(time.group(7)));
      return checked(local.toInstant(offset(time.group(8))), text, field);
    } catch (DateTimeException e) {
      throw malformed(text, field);
    }
  }

  private static int number(Matcher time, int group) {
    String digits = time.group(group);
    return digits == null ? 0 : Integer.parseInt(digits);
  }

  private static int nanos(@Nullable String fraction) {
    return fraction == null ? 0 : Integer.parseInt((fraction + "000000000").substring(0, 9));
  }

  private static ZoneOffset offset(@Nullable String text) {
    if (text == null || !text.matches("[+-].*")) {
      return ZoneOffset.UTC;
    }
    return ZoneOffset.of(text.toUpperCase(Locale.ROOT));
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
