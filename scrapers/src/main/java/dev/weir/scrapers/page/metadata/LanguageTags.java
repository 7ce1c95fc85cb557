package dev.weir.scrapers.page.metadata;

import com.ibm.icu.util.ULocale;
import java.util.HashMap;
import java.util.IllformedLocaleException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Turns declared languages into BCP 47 tags: {@code en_US}, {@code eng}, {@code English}, {@code
 * en-US,en;q=0.9}. Anything that is not a registered language (a placeholder, a country code) gives
 * no tag. A region that does not exist is dropped.
 */
final class LanguageTags {
  private static final int LONGEST = 100;
  private static final Pattern AFTER_FIRST = Pattern.compile("[,;|\\s.@].*$", Pattern.DOTALL);
  private static final Set<String> LANGUAGES = Set.of(ULocale.getISOLanguages());
  private static final Set<String> REGIONS = Set.of(Locale.getISOCountries());
  private static final Pattern UN_REGION = Pattern.compile("\\d{3}|XK|EU");

  /** Undetermined, no linguistic content, multiple, uncoded. */
  private static final Set<String> NO_LANGUAGE = Set.of("und", "zxx", "mul", "mis", "root");

  /** ISO 639-2's bibliographic codes (the JDK has the terminological ones) and former codes. */
  private static final Map<String, String> OTHER_CODES =
      Map.ofEntries(
          Map.entry("alb", "sq"),
          Map.entry("arm", "hy"),
          Map.entry("baq", "eu"),
          Map.entry("bur", "my"),
          Map.entry("chi", "zh"),
          Map.entry("cze", "cs"),
          Map.entry("dut", "nl"),
          Map.entry("fre", "fr"),
          Map.entry("geo", "ka"),
          Map.entry("ger", "de"),
          Map.entry("gre", "el"),
          Map.entry("ice", "is"),
          Map.entry("mac", "mk"),
          Map.entry("may", "ms"),
          Map.entry("per", "fa"),
          Map.entry("rum", "ro"),
          Map.entry("slo", "sk"),
          Map.entry("tib", "bo"),
          Map.entry("wel", "cy"),
          Map.entry("iw", "he"),
          Map.entry("in", "id"),
          Map.entry("ji", "yi"));

  private static final Map<String, String> NAMES = names();

  private LanguageTags() {}

  /** The tag of a declaration; empty if it names no language. */
  static Optional<String> of(String declared) {
    if (declared.length() > LONGEST) {
      return Optional.empty();
    }
    String whole = declared.strip().toLowerCase(Locale.ROOT);
    String named = NAMES.get(whole);
    if (named != null) {
      return Optional.of(named);
    }
    String tag = AFTER_FIRST.matcher(whole).replaceAll("").replace('_', '-');
    int end = tag.indexOf('-');
    String primary = end < 0 ? tag : tag.substring(0, end);
    String language = NAMES.getOrDefault(primary, primary);
    if (!LANGUAGES.contains(language) || NO_LANGUAGE.contains(language)) {
      return Optional.empty();
    }
    return Optional.of(tag(language, end < 0 ? "" : tag.substring(end)));
  }

  private static String tag(String language, String rest) {
    try {
      Locale locale = new Locale.Builder().setLanguageTag(language + rest).build();
      return withRegion(locale).toLanguageTag();
    } catch (IllformedLocaleException noSubtags) {
      return Locale.forLanguageTag(language).toLanguageTag();
    }
  }

  private static Locale withRegion(Locale locale) {
    String region = locale.getCountry();
    if (region.isEmpty() || REGIONS.contains(region) || UN_REGION.matcher(region).matches()) {
      return locale;
    }
    Locale.Builder corrected = new Locale.Builder().setLocale(locale);
    return corrected.setRegion(region.equals("UK") ? "GB" : "").build();
  }

  /** Names in English and in the language itself, and three-letter codes. */
  private static Map<String, String> names() {
    Map<String, String> names = new HashMap<>(OTHER_CODES);
    for (String code : Locale.getISOLanguages()) {
      Locale locale = Locale.forLanguageTag(code);
      String language = locale.toLanguageTag();
      names.putIfAbsent(locale.getISO3Language(), language);
      for (Locale in : new Locale[] {Locale.ENGLISH, locale}) {
        String name = locale.getDisplayLanguage(in).toLowerCase(Locale.ROOT);
        if (name.length() > 3) {
          names.putIfAbsent(name, language);
        }
      }
    }
    return Map.copyOf(names);
  }
}
