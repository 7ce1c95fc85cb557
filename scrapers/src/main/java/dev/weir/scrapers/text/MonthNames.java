package dev.weir.scrapers.text;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Names of months: English ones whole or shortened to three letters or more, those of other
 * languages only as listed. A name must match to its end, since the same first letters name other
 * months elsewhere ({@code marraskuu} is November, {@code Mar} is March). Names that mean different
 * months in different languages are left out.
 */
final class MonthNames {
  private static final int SHORTEST = 3;
  private static final List<String> ENGLISH =
      List.of(
          "january",
          "february",
          "march",
          "april",
          "may",
          "june",
          "july",
          "august",
          "september",
          "october",
          "november",
          "december");

  /** One line per month, with its names in all other languages. */
  private static final String OTHERS =
      """
      januar jänner janvier janv enero ene gennaio gen janeiro januari tammikuu tammikuuta tammi stycznia styczeń января янв ocak ledna
      februar feber février fevrier févr febrero febbraio fevereiro fev februari helmikuu helmikuuta helmi lutego luty февраля фев февр şubat února
      märz mär mrz mars marzo março maart mrt marts maaliskuu maaliskuuta maalis marca marzec марта мар mart března
      avril avr abril abr aprile huhtikuu huhtikuuta huhti kwietnia kwiecień апреля апр nisan dubna
      mai mayo maggio mag maio mei maj toukokuu toukokuuta touko maja мая май mayıs května
      juni juin junio giugno giu junho kesäkuu kesäkuuta kesä czerwca czerwiec июня июн haziran června
      juli juillet juil julio luglio lug julho heinäkuu heinäkuuta heinä lipca lipiec июля июл temmuz července
      août aout agosto ago augustus augusti elokuu elokuuta elo sierpnia sierpień августа авг ağustos srpna
      septembre septiembre setiembre settembre setembro set syyskuu syyskuuta syys września wrzesień сентября сен сент eylül září
      oktober okt octobre octubre ottobre ott outubro out lokakuu lokakuuta loka lok października październik октября окт ekim října
      novembre noviembre novembro marraskuu marraskuuta marras ноября ноя нояб kasım listopadu
      dezember dez décembre decembre déc diciembre dic dicembre dezembro des desember joulukuu joulukuuta joulu grudnia grudzień декабря дек aralık prosince
      """;

  private static final Map<String, Integer> NUMBERS = numbers();

  private MonthNames() {}

  /** The number of the month, 1 to 12; 0 if the text is not a month. */
  static int number(String name) {
    return NUMBERS.getOrDefault(name.toLowerCase(Locale.ROOT), 0);
  }

  private static Map<String, Integer> numbers() {
    Map<String, Integer> numbers = new HashMap<>();
    for (int month = 1; month <= ENGLISH.size(); month++) {
      String name = ENGLISH.get(month - 1);
      for (int length = SHORTEST; length <= name.length(); length++) {
        numbers.put(name.substring(0, length), month);
      }
    }
    List<String> lines = OTHERS.lines().toList();
    for (int month = 1; month <= lines.size(); month++) {
      for (String name : lines.get(month - 1).strip().split(" ", -1)) {
        numbers.putIfAbsent(name, month);
      }
    }
    return Map.copyOf(numbers);
  }
}
