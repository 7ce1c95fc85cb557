package dev.weir.scrapers.text;

import dev.weir.scrapers.text.StatedTime.Precision;
import dev.weir.scrapers.text.StatedTime.ZoneSource;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads dates as feeds and pages write them: ISO 8601 and its relatives, RFC 822 and its relatives,
 * asctime, English dates in words, seconds or milliseconds since 1970. What is ambiguous ({@code
 * 03/04/2015}) or less exact than a day is not read.
 */
public final class DateParser {
  private static final int LONGEST = 100;
  private static final String CLOCK =
      "(\\d{1,2}):(\\d{2})(?::(\\d{2})(?:[.,](\\d{1,9})\\d*)?)?\\s*([AaPp]\\.?[Mm]\\.?)?";
  private static final String ZONE =
      "\\s*(Z|z|(?:UTC|GMT)?\\s*[+-]\\s*\\d{1,2}(?::?\\d{2})?|[A-Za-z]{1,5})?";
  private static final String MONTH = "([A-Za-z]{3,9})\\.?";
  private static final Pattern ISO =
      Pattern.compile(
          "(\\d{4})[-/.](\\d{1,2})[-/.](\\d{1,2})(?:(?:\\s*[Tt]\\s*|\\s+|,\\s*)"
              + CLOCK
              + ZONE
              + ")?(?:\\s*\\(.*\\))?");
  private static final Pattern BASIC =
      Pattern.compile("(\\d{4})(\\d{2})(\\d{2})(?:[Tt]?(\\d{2})(\\d{2})(\\d{2})?" + ZONE + ")?");
  private static final Pattern DAY_FIRST =
      Pattern.compile(
          "(?:[A-Za-z]{2,9}\\.?,?\\s+)?(\\d{1,2})(?:st|nd|rd|th)?(?:[\\s-]+of)?[\\s-]+"
              + MONTH
              + ",?[\\s-]+(\\d{4}|\\d{2})(?:,?(?:\\s+at)?[\\sT]+"
              + CLOCK
              + ZONE
              + ")?(?:\\s*\\(.*\\))?");
  private static final Pattern MONTH_FIRST =
      Pattern.compile(
          "(?:[A-Za-z]{3,9}\\.?,?\\s+)?"
              + MONTH
              + "\\s+(\\d{1,2})(?:st|nd|rd|th)?,?\\s+(\\d{4})(?:,?(?:\\s+at)?\\s+"
              + CLOCK
              + ZONE
              + ")?(?:\\s*\\(.*\\))?");
  private static final Pattern ASCTIME =
      Pattern.compile(
          "[A-Za-z]{3},?\\s+([A-Za-z]{3})\\s+(\\d{1,2})\\s+"
              + CLOCK
              + "\\s+(?:([A-Z]{1,5})\\s+)?(\\d{4})");
  private static final Pattern EPOCH = Pattern.compile("(\\d{10})(\\d{3})?");
  private static final List<String> MONTHS =
      List.of("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec");
  private static final Map<String, Integer> ZONE_HOURS =
      Map.ofEntries(
          Map.entry("Z", 0),
          Map.entry("UT", 0),
          Map.entry("UTC", 0),
          Map.entry("GMT", 0),
          Map.entry("EST", -5),
          Map.entry("EDT", -4),
          Map.entry("CST", -6),
          Map.entry("CDT", -5),
          Map.entry("MST", -7),
          Map.entry("MDT", -6),
          Map.entry("PST", -8),
          Map.entry("PDT", -7),
          Map.entry("ET", -5),
          Map.entry("BST", 1),
          Map.entry("WEST", 1),
          Map.entry("CET", 1),
          Map.entry("MEZ", 1),
          Map.entry("CEST", 2),
          Map.entry("MESZ", 2),
          Map.entry("EET", 2),
          Map.entry("EEST", 3),
          Map.entry("MSK", 3),
          Map.entry("JST", 9),
          Map.entry("KST", 9),
          Map.entry("AEST", 10),
          Map.entry("AEDT", 11));

  private DateParser() {}

  /**
   * Reads one date.
   *
   * @param siteZone the zone of dates that state none; without it they are taken as UTC
   * @return empty when the text is no date that can be told for certain
   */
  public static Optional<StatedTime> parse(String text, Optional<ZoneId> siteZone) {
    String value = text.strip().replaceAll("[\\s\\u00a0]+", " ");
    if (value.isEmpty() || value.length() > LONGEST) {
      return Optional.empty();
    }
    try {
      return Optional.ofNullable(read(value, siteZone));
    } catch (DateTimeException | NumberFormatException impossible) {
      return Optional.empty();
    }
  }

  private static @Nullable StatedTime read(String value, Optional<ZoneId> siteZone) {
    Matcher iso = ISO.matcher(value);
    if (iso.matches()) {
      return new Fields(iso, 1, 2, 3, 4, 9).read(siteZone);
    }
    Matcher epoch = EPOCH.matcher(value);
    if (epoch.matches()) {
      int millis = epoch.group(2) == null ? 0 : Integer.parseInt(epoch.group(2));
      Instant at = Instant.ofEpochSecond(Long.parseLong(epoch.group(1))).plusMillis(millis);
      return new StatedTime(at, Precision.SECOND, ZoneSource.OFFSET);
    }
    Matcher basic = BASIC.matcher(value);
    if (basic.matches()) {
      return basic(basic, siteZone);
    }
    Matcher dayFirst = DAY_FIRST.matcher(value);
    if (dayFirst.matches()) {
      return new Fields(dayFirst, 3, 2, 1, 4, 9).read(siteZone);
    }
    Matcher monthFirst = MONTH_FIRST.matcher(value);
    if (monthFirst.matches()) {
      return new Fields(monthFirst, 3, 1, 2, 4, 9).read(siteZone);
    }
    Matcher asctime = ASCTIME.matcher(value);
    return asctime.matches() ? new Fields(asctime, 9, 1, 2, 3, 8).read(siteZone) : null;
  }

  private static StatedTime basic(Matcher matcher, Optional<ZoneId> siteZone) {
    String clock =
        matcher.group(4) == null
            ? ""
            : "T"
                + matcher.group(4)
                + ":"
                + matcher.group(5)
                + (matcher.group(6) == null ? "" : ":" + matcher.group(6));
    String zone = matcher.group(7) == null ? "" : matcher.group(7);
    String extended =
        matcher.group(1) + "-" + matcher.group(2) + "-" + matcher.group(3) + clock + zone;
    return parse(extended, siteZone)
        .orElseThrow(() -> new DateTimeException("Expected a date, got: " + extended));
  }

  /**
   * Where a pattern's groups hold a date's parts; the clock takes five groups from {@code hour} on.
   */
  private record Fields(Matcher matcher, int year, int month, int day, int hour, int zone) {
    @Nullable StatedTime read(Optional<ZoneId> siteZone) {
      int monthNumber = monthNumber(matcher.group(month));
      if (monthNumber == 0) {
        return null;
      }
      LocalDate date =
          LocalDate.of(
              fullYear(matcher.group(year)), monthNumber, Integer.parseInt(matcher.group(day)));
      String zoneText = matcher.group(zone);
      Optional<ZoneId> stated = zoneText == null ? Optional.empty() : zoneNamed(zoneText.strip());
      ZoneId used = stated.or(() -> siteZone).orElse(ZoneOffset.UTC);
      ZoneSource source =
          stated.isPresent()
              ? ZoneSource.OFFSET
              : siteZone.isPresent() ? ZoneSource.SITE : ZoneSource.ASSUMED;
      if (matcher.group(hour) == null) {
        return new StatedTime(date.atStartOfDay(used).toInstant(), Precision.DAY, source);
      }
      boolean seconds = matcher.group(hour + 2) != null;
      boolean endOfDay = Integer.parseInt(matcher.group(hour)) == 24;
      Instant at =
          (endOfDay ? date.plusDays(1) : date).atTime(clock(endOfDay)).atZone(used).toInstant();
      return new StatedTime(at, seconds ? Precision.SECOND : Precision.MINUTE, source);
    }

    private LocalTime clock(boolean endOfDay) {
      int hours = endOfDay ? 0 : Integer.parseInt(matcher.group(hour));
      String half = matcher.group(hour + 4);
      if (half != null) {
        hours = hours % 12 + (half.toLowerCase(Locale.ROOT).startsWith("p") ? 12 : 0);
      }
      String seconds = matcher.group(hour + 2);
      String fraction = matcher.group(hour + 3);
      int nanos = fraction == null ? 0 : Integer.parseInt((fraction + "000000000").substring(0, 9));
      int second = seconds == null ? 0 : Math.min(59, Integer.parseInt(seconds));
      return LocalTime.of(hours, Integer.parseInt(matcher.group(hour + 1)), second, nanos);
    }
  }

  private static int monthNumber(String text) {
    if (Character.isDigit(text.charAt(0))) {
      return Integer.parseInt(text);
    }
    return text.length() < 3
        ? 0
        : MONTHS.indexOf(text.substring(0, 3).toLowerCase(Locale.ROOT)) + 1;
  }

  private static int fullYear(String text) {
    int year = Integer.parseInt(text);
    if (text.length() > 2) {
      return year;
    }
    return year < 50 ? 2000 + year : 1900 + year;
  }

  private static Optional<ZoneId> zoneNamed(String text) {
    Integer hours = ZONE_HOURS.get(text.toUpperCase(Locale.ROOT));
    if (hours != null) {
      return Optional.of(ZoneOffset.ofHours(hours));
    }
    String digits = text.replaceAll("[^0-9+-]", "");
    if (digits.length() < 2) {
      return Optional.empty();
    }
    int sign = digits.charAt(0) == '-' ? -1 : 1;
    String number = digits.substring(1);
    int hour =
        Integer.parseInt(number.length() > 2 ? number.substring(0, number.length() - 2) : number);
    int minute = number.length() > 2 ? Integer.parseInt(number.substring(number.length() - 2)) : 0;
    return Optional.of(ZoneOffset.ofHoursMinutes(sign * hour, sign * minute));
  }
}
