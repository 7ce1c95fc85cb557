package dev.weir.scrapers.text;

import dev.weir.scrapers.text.StatedTime.Precision;
import dev.weir.scrapers.text.StatedTime.ZoneSource;
import java.text.Normalizer;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Parses dates as feeds and pages write them: ISO 8601 and its relatives, RFC 822 and its
 * relatives, asctime, dates in words, seconds or milliseconds since 1970.
 *
 * <p>Uncertain dates are not accepted:
 *
 * <ul>
 *   <li>ambiguous ones ({@code 03/04/2015}) and those less exact than a day;
 *   <li>years before 1600 or after 2069: they are of other calendars (Persian 1393, Buddhist 2554,
 *       Nepali 2080) or placeholders (9999);
 *   <li>the zero of a program or database, which means that no date was set: Go's year 1, PHP's
 *       {@code -0001-11-30}, the Unix epoch, SQL Server's 1900-01-01.
 * </ul>
 *
 * <p>The weekday carries no information (RFC 5322, section 3.3) and is ignored, whatever its
 * language. Digits of any script are accepted.
 */
public final class DateParser {
  private static final int LONGEST = 100;
  private static final int FIRST_YEAR = 1600;
  private static final int LAST_YEAR = 2069;

  /** Zeros of Windows' FILETIME, of spreadsheets, of SQL Server and of the old Macintosh. */
  private static final Set<LocalDate> ZERO_DATES =
      Set.of(
          LocalDate.of(1601, 1, 1),
          LocalDate.of(1899, 12, 30),
          LocalDate.of(1899, 12, 31),
          LocalDate.of(1900, 1, 1),
          LocalDate.of(1904, 1, 1));

  private static final Duration WIDEST_OFFSET = Duration.ofHours(14);

  private static final String CLOCK =
      "(?<hour>\\d{1,2})(?:[:.](?<minute>\\d{2})(?:[:.](?<second>\\d{2})(?:[.,](?<fraction>\\d{1,9})\\d*)?)?)?"
          + "\\s*(?<half>[AaPp]\\.?\\s?[Mm]\\.?(?![A-Za-z]))?";
  private static final String ZONE =
      "\\s*(?<zone>(?:UTC|GMT|UT)?\\s*[+-]\\s*\\d{1,2}(?::?\\d{2})?Z?(?=$|[^\\d:])"
          + "|[A-Za-z]{1,12}(?:[/ ][A-Za-z][A-Za-z_-]*){1,2}(?:[+-]\\d{1,2})?|[A-Za-z]{1,7}(?:[+-]?\\d{1,2}(?:[A-Za-z]{3,4})?)?)?";
  private static final String TIME = CLOCK + ZONE + "(?:\\s+[A-Za-z]{1,5})?";
  private static final String BEFORE_TIME =
      "(?:\\s*[,|\\u00b7\\u2013-])?(?:\\s+(?:at|um|à|às|kl\\.?|klo|alle|ore))?(?:\\s+|(?<=\\d)[Tt:])";
  private static final String REMARK = "(?:\\s*\\(.*\\))?";
  private static final String WEEKDAY = "(?:\\p{L}[\\p{L}\\p{M}'-]{0,14}\\.?(?:,\\s*|\\s+))?";
  private static final String MONTH = "(?<month>\\p{L}{3,15})\\.?";
  private static final String DAY = "(?<day>\\d{1,2})(?:st|nd|rd|th|er|º)?\\.?";
  private static final String TIME_AFTER = "(?:" + BEFORE_TIME + TIME + ")?" + REMARK;

  private static final Pattern YEAR_FIRST =
      Pattern.compile(
          "(?<year>\\d{4})\\s?[-/.\\u5e74\\ub144]\\s?(?<month>\\d{1,2})\\s?[-/.\\u6708\\uc6d4]\\s?(?<day>\\d{1,2})[\\u65e5\\uc77c]?"
              + "(?:(?:\\s*[Tt]\\s*|\\s+|,\\s*)"
              + TIME
              + ")?"
              + REMARK);
  private static final Pattern BASIC =
      Pattern.compile(
          "(?<year>\\d{4})(?<month>\\d{2})(?<day>\\d{2})(?:[Tt]?(?<hour>\\d{2})(?<minute>\\d{2})(?<second>\\d{2})?(?:[.,](?<fraction>\\d{1,9})\\d*)?(?<half>)"
              + ZONE
              + ")?");
  private static final Pattern DAY_FIRST =
      Pattern.compile(
          WEEKDAY
              + DAY
              + "(?:[\\s-]+(?:of|de))?[\\s/-]*"
              + MONTH
              + ",?(?:\\s+de)?[\\s/-]+(?<year>\\d{4}|\\d{2})"
              + TIME_AFTER);
  private static final Pattern MONTH_FIRST =
      Pattern.compile(WEEKDAY + MONTH + "\\s+" + DAY + ",?\\s+(?<year>\\d{4})" + TIME_AFTER);
  private static final Pattern ASCTIME =
      Pattern.compile(
          WEEKDAY + MONTH + "\\s+" + DAY + ",?\\s+" + TIME + "\\s+(?<year>\\d{4})" + REMARK);
  private static final Pattern NUMBERS =
      Pattern.compile(
          "(?<day>\\d{1,2})(?<mark>[./-])(?<month>\\d{1,2})\\k<mark>(?<year>\\d{4})" + TIME_AFTER);
  private static final Pattern EPOCH = Pattern.compile("(\\d{10})(\\d{3})?");
  private static final Pattern ZONE_IN_BRACKETS =
      Pattern.compile(
          "(?<date>.*?)\\s*(?:\\[!?(?<zone>[A-Za-z0-9/_+:-]+)]|\\((?<remark>[^()]*)\\))");
  private static final Pattern SENTENCE = Pattern.compile("(?i)(?!.* time$).* .*");
  private static final List<Pattern> FORMS =
      List.of(YEAR_FIRST, BASIC, DAY_FIRST, MONTH_FIRST, ASCTIME, NUMBERS);

  private DateParser() {}

  /**
   * Parses one date.
   *
   * @param siteZone the zone of dates without one; without it, UTC is assumed
   * @return empty if the text is not an unambiguous date
   */
  public static Optional<StatedTime> parse(String text, Optional<ZoneId> siteZone) {
    if (text.length() > LONGEST * 4) {
      return Optional.empty();
    }
    String value = plain(text);
    if (value.isEmpty() || value.length() > LONGEST) {
      return Optional.empty();
    }
    try {
      return Optional.ofNullable(read(value, siteZone)).filter(DateParser::wasSet);
    } catch (DateTimeException | NumberFormatException impossible) {
      return Optional.empty();
    }
  }

  /** Normalizes to single spaces, ASCII digits and signs, composed letters. */
  private static String plain(String text) {
    StringBuilder plain = new StringBuilder();
    Normalizer.normalize(text, Normalizer.Form.NFC)
        .codePoints()
        .filter(c -> Character.getType(c) != Character.FORMAT)
        .forEach(
            c -> {
              if (Character.isDigit(c)) {
                plain.append(Character.digit(c, 10));
              } else if (c == 0x2212 || c == 0x2010 || c == 0x2011) {
                plain.append('-');
              } else {
                boolean space = Character.isWhitespace(c) || Character.isSpaceChar(c);
                plain.appendCodePoint(space ? ' ' : c);
              }
            });
    return plain.toString().strip().replaceAll(" +", " ");
  }

  private static @Nullable StatedTime read(String value, Optional<ZoneId> siteZone) {
    Matcher epoch = EPOCH.matcher(value);
    if (epoch.matches()) {
      int millis = epoch.group(2) == null ? 0 : Integer.parseInt(epoch.group(2));
      Instant at = Instant.ofEpochSecond(Long.parseLong(epoch.group(1))).plusMillis(millis);
      return new StatedTime(at, Precision.SECOND, ZoneSource.OFFSET);
    }
    Matcher brackets = ZONE_IN_BRACKETS.matcher(value);
    if (brackets.matches()) {
      String zone = brackets.group("zone");
      return bracketed(
          brackets.group("date"), zone == null ? brackets.group("remark") : zone, siteZone);
    }
    for (Pattern form : FORMS) {
      Matcher matcher = form.matcher(value);
      if (matcher.matches()) {
        return new Fields(matcher).read(siteZone);
      }
    }
    return null;
  }

  /** A zone in brackets (RFC 9557) or in a comment (RFC 822) is used if there is none before it. */
  private static @Nullable StatedTime bracketed(
      String value, String zone, Optional<ZoneId> siteZone) {
    StatedTime time = read(value, siteZone);
    Optional<ZoneId> named = ZoneNames.find(zone);
    if (time == null || time.zone() == ZoneSource.OFFSET || named.isEmpty()) {
      return time;
    }
    StatedTime inZone = read(value, named);
    return inZone == null
        ? null
        : new StatedTime(inZone.at(), inZone.precision(), ZoneSource.OFFSET);
  }

  private static boolean wasSet(StatedTime time) {
    return Duration.between(Instant.EPOCH, time.at()).abs().compareTo(WIDEST_OFFSET) > 0;
  }

  /** The named groups of a pattern that matched. */
  private record Fields(Matcher matcher) {
    @Nullable StatedTime read(Optional<ZoneId> siteZone) {
      LocalDate date = date();
      if (date == null || ZERO_DATES.contains(date)) {
        return null;
      }
      String zoneText = matcher.group("zone");
      Optional<ZoneId> stated = zoneText == null ? Optional.empty() : ZoneNames.find(zoneText);
      if (stated.isEmpty() && zoneText != null && SENTENCE.matcher(zoneText).matches()) {
        return null; // Words after the time that are not a zone: a sentence, not a date.
      }
      ZoneId used = stated.or(() -> siteZone).orElse(ZoneOffset.UTC);
      ZoneSource source =
          stated.isPresent()
              ? ZoneSource.OFFSET
              : siteZone.isPresent() ? ZoneSource.SITE : ZoneSource.ASSUMED;
      if (matcher.group("hour") == null) {
        return new StatedTime(date.atStartOfDay(used).toInstant(), Precision.DAY, source);
      }
      if (matcher.group("minute") == null && matcher.group("half") == null) {
        return null;
      }
      boolean seconds = matcher.group("second") != null;
      boolean endOfDay = Integer.parseInt(matcher.group("hour")) == 24;
      Instant at =
          (endOfDay ? date.plusDays(1) : date).atTime(clock(endOfDay)).atZone(used).toInstant();
      return new StatedTime(at, seconds ? Precision.SECOND : Precision.MINUTE, source);
    }

    private @Nullable LocalDate date() {
      int year = year(matcher.group("year"));
      if (year < FIRST_YEAR || year > LAST_YEAR) {
        return null;
      }
      String month = matcher.group("month");
      int day = Integer.parseInt(matcher.group("day"));
      if (!Character.isDigit(month.charAt(0))) {
        int number = MonthNames.number(month);
        return number == 0 ? null : LocalDate.of(year, number, day);
      }
      int number = Integer.parseInt(month);
      if (matcher.pattern() != NUMBERS || number == day) {
        return LocalDate.of(year, number, day);
      }
      if ((number > 12) == (day > 12)) {
        return null;
      }
      return LocalDate.of(year, Math.min(number, day), Math.max(number, day));
    }

    private LocalTime clock(boolean endOfDay) {
      int hours = endOfDay ? 0 : Integer.parseInt(matcher.group("hour"));
      String half = matcher.group("half");
      if (half != null && !half.isEmpty()) {
        hours = hours % 12 + (half.toLowerCase(Locale.ROOT).startsWith("p") ? 12 : 0);
      }
      return LocalTime.of(hours, number("minute"), Math.min(59, number("second")), nanos());
    }

    private int number(String group) {
      String digits = matcher.group(group);
      return digits == null ? 0 : Integer.parseInt(digits);
    }

    private int nanos() {
      String fraction = matcher.group("fraction");
      return fraction == null ? 0 : Integer.parseInt((fraction + "000000000").substring(0, 9));
    }
  }

  /** Two-digit years are 1950 to 2049. */
  private static int year(String text) {
    int year = Integer.parseInt(text);
    if (text.length() > 2) {
      return year;
    }
    return year < 50 ? 2000 + year : 1900 + year;
  }
}
