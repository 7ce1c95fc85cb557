package dev.weir.scrapers.text;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The zones in dates: offsets ({@code +0200}, {@code GMT+7}), abbreviations, and names of the tz
 * database.
 *
 * <p>An abbreviation of standard or daylight time ({@code EST}, {@code PDT}) is that offset
 * whatever the season (RFC 822, section 5). One of neither ({@code ET}, {@code Pacific Time})
 * follows the region's clock. Abbreviations that several regions use with different offsets ({@code
 * IST}) and the military letters of RFC 822 (RFC 5322, section 4.3) are not zones.
 */
final class ZoneNames {
  private static final Pattern OFFSET =
      Pattern.compile("(?:UTC|GMT|UT)?\\s*([+-])\\s*(\\d{1,2})(?::?(\\d{2}))?Z?");
  private static final Pattern REGION =
      Pattern.compile(
          "(eastern|central|mountain|pacific)(?:\\s+(standard|daylight))?(?:\\s+time)?");
  private static final Map<String, String> ABBREVIATIONS =
      offsets(
          """
          Z +00:00, UT +00:00, UTC +00:00, GMT +00:00, WET +00:00, WEST +01:00, BST +01:00,
          CET +01:00, MEZ +01:00, CEST +02:00, CEDT +02:00, MESZ +02:00, EET +02:00, EEST +03:00,
          TRT +03:00, MSK +03:00, MSD +04:00, SAMT +04:00, YEKT +05:00, OMST +06:00, NOVT +07:00,
          KRAT +07:00, IRKT +08:00, YAKT +09:00, VLAT +10:00, MAGT +11:00, PETT +12:00,
          IDT +03:00, IRST +03:30, IRDT +04:30, GET +04:00, AZT +04:00, AFT +04:30, PKT +05:00,
          UZT +05:00, NPT +05:45, MMT +06:30, ICT +07:00, WIB +07:00, WITA +08:00, WIT +09:00,
          SGT +08:00, MYT +08:00, HKT +08:00, PHT +08:00, PHST +08:00, JST +09:00, KST +09:00,
          AWST +08:00, ACST +09:30, ACDT +10:30, AEST +10:00, AEDT +11:00, NZST +12:00,
          NZDT +13:00, CHST +10:00, SAST +02:00, CAT +02:00, EAT +03:00, WAT +01:00,
          NST -03:30, NDT -02:30, AST -04:00, ADT -03:00, EST -05:00, EDT -04:00, CST -06:00,
          CDT -05:00, MST -07:00, MDT -06:00, PST -08:00, PDT -07:00, AKST -09:00, AKDT -08:00,
          HST -10:00, HAST -10:00, HDT -09:00, BRT -03:00, BRST -02:00, ART -03:00, UYT -03:00,
          CLT -04:00, CLST -03:00, VET -04:00, BOT -04:00, COT -05:00, PET -05:00,
          ET America/New_York, CT America/Chicago, MT America/Denver, PT America/Los_Angeles,
          AKT America/Anchorage, AET Australia/Sydney, NZT Pacific/Auckland
          """);
  private static final Map<String, String> REGIONS =
      Map.of(
          "eastern",
          "America/New_York",
          "central",
          "America/Chicago",
          "mountain",
          "America/Denver",
          "pacific",
          "America/Los_Angeles");
  private static final Map<String, String> TZ_DATABASE =
      ZoneId.getAvailableZoneIds().stream()
          .filter(id -> id.indexOf('/') > 0 || id.chars().anyMatch(Character::isDigit))
          .collect(Collectors.toMap(id -> id.toLowerCase(Locale.ROOT), id -> id));

  private ZoneNames() {}

  /** The zone that {@code text} names; empty if it names none or is ambiguous. */
  static Optional<ZoneId> find(String text) {
    String name = text.strip();
    String abbreviated = ABBREVIATIONS.get(name.toUpperCase(Locale.ROOT));
    if (abbreviated != null) {
      return Optional.of(ZoneId.of(abbreviated));
    }
    Matcher offset = OFFSET.matcher(name.toUpperCase(Locale.ROOT));
    if (offset.matches()) {
      return offset(offset);
    }
    Matcher region = REGION.matcher(name.toLowerCase(Locale.ROOT));
    if (region.matches()) {
      return region(region);
    }
    return Optional.ofNullable(TZ_DATABASE.get(name.toLowerCase(Locale.ROOT))).map(ZoneId::of);
  }

  private static Optional<ZoneId> offset(Matcher matcher) {
    int sign = matcher.group(1).equals("-") ? -1 : 1;
    int hours = Integer.parseInt(matcher.group(2));
    int minutes = matcher.group(3) == null ? 0 : Integer.parseInt(matcher.group(3));
    try {
      return Optional.of(ZoneOffset.ofHoursMinutes(sign * hours, sign * minutes));
    } catch (DateTimeException impossible) {
      return Optional.empty();
    }
  }

  private static Optional<ZoneId> region(Matcher matcher) {
    ZoneId zone = ZoneId.of(REGIONS.getOrDefault(matcher.group(1), "UTC"));
    String kind = matcher.group(2);
    if (kind == null) {
      return Optional.of(zone);
    }
    ZoneOffset standard = zone.getRules().getStandardOffset(Instant.EPOCH);
    int daylight = kind.equals("daylight") ? 3600 : 0;
    return Optional.of(ZoneOffset.ofTotalSeconds(standard.getTotalSeconds() + daylight));
  }

  private static Map<String, String> offsets(String table) {
    Map<String, String> zones = new HashMap<>();
    for (String entry : table.strip().split(",\\s*", -1)) {
      int space = entry.indexOf(' ');
      zones.put(entry.substring(0, space), entry.substring(space + 1).strip());
    }
    return Map.copyOf(zones);
  }
}
