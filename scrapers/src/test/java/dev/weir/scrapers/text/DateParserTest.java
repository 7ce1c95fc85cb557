package dev.weir.scrapers.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.ZoneId;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DateParserTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          2026-11-02T10:15:30Z              | 2026-11-02T10:15:30Z     | SECOND | OFFSET
          2026-11-02T10:15:30.250+01:00     | 2026-11-02T09:15:30.250Z | SECOND | OFFSET
          2026-11-02t10:15:30-0530          | 2026-11-02T15:45:30Z     | SECOND | OFFSET
          2026-11-02T10:15+02               | 2026-11-02T08:15:00Z     | MINUTE | OFFSET
          2026-11-02 10:15:30               | 2026-11-02T10:15:30Z     | SECOND | ASSUMED
          2026-11-02 10:15:30.123456 +0000  | 2026-11-02T10:15:30.123456Z | SECOND | OFFSET
          2026-11-02 10:15:30 PST           | 2026-11-02T18:15:30Z     | SECOND | OFFSET
          2026-11-02                        | 2026-11-02T00:00:00Z     | DAY    | ASSUMED
          2026/11/02                        | 2026-11-02T00:00:00Z     | DAY    | ASSUMED
          20261102                          | 2026-11-02T00:00:00Z     | DAY    | ASSUMED
          20261102T101530Z                  | 2026-11-02T10:15:30Z     | SECOND | OFFSET
          2026-11-02T24:00:00Z              | 2026-11-03T00:00:00Z     | SECOND | OFFSET
          2026-11-02T23:59:60Z              | 2026-11-02T23:59:59Z     | SECOND | OFFSET
          Mon, 02 Nov 2026 10:15:30 GMT     | 2026-11-02T10:15:30Z     | SECOND | OFFSET
          Mon, 2 Nov 26 10:15 EST           | 2026-11-02T15:15:00Z     | MINUTE | OFFSET
          02 Nov 1999 10:15:30 +0000 (UTC)  | 1999-11-02T10:15:30Z     | SECOND | OFFSET
          2 November 2026                   | 2026-11-02T00:00:00Z     | DAY    | ASSUMED
          November 2, 2026 3:46 PM          | 2026-11-02T15:46:00Z     | MINUTE | ASSUMED
          Monday, Nov. 2nd, 2026 at 12:01 am | 2026-11-02T00:01:00Z    | MINUTE | ASSUMED
          Mon Nov  2 10:15:30 2026          | 2026-11-02T10:15:30Z     | SECOND | ASSUMED
          Mon Nov 02 10:15:30 EST 2026      | 2026-11-02T15:15:30Z     | SECOND | OFFSET
          Sat, Oct 28 2023 08:28:28 PM      | 2023-10-28T20:28:28Z     | SECOND | ASSUMED
          Sun, 15 Dec 2024 12:15 PM         | 2024-12-15T12:15:00Z     | MINUTE | ASSUMED
          July 4, 2023 9 a.m. PT            | 2023-07-04T16:00:00Z     | MINUTE | OFFSET
          Wed Dec 27 19:49:00 +0000 2017    | 2017-12-27T19:49:00Z     | SECOND | OFFSET
          Sun Sep 05 2021 15:45:05 GMT+0700 (Indochina Time) | 2021-09-05T08:45:05Z | SECOND | OFFSET
          Sun, 05 Sep 2021 15:45:05 GMT+7   | 2021-09-05T08:45:05Z     | SECOND | OFFSET
          2026-11-02T10:15:30+00:00Z        | 2026-11-02T10:15:30Z     | SECOND | OFFSET
          2026-11-02T10:15:30\u221205:30     | 2026-11-02T15:45:30Z     | SECOND | OFFSET
          2026-11-02T10:15:30[Europe/Berlin] | 2026-11-02T09:15:30Z    | SECOND | OFFSET
          2026-11-02T10:15:30-05:00[America/New_York] | 2026-11-02T15:15:30Z | SECOND | OFFSET
          10/Oct/2000:13:55:36 -0700        | 2000-10-10T20:55:36Z     | SECOND | OFFSET
          25.12.2015 - 15:34                | 2015-12-25T15:34:00Z     | MINUTE | ASSUMED
          12/25/2015                        | 2015-12-25T00:00:00Z     | DAY    | ASSUMED
          05.05.2015                        | 2015-05-05T00:00:00Z     | DAY    | ASSUMED
          ２０２３年５月１日 10:00             | 2023-05-01T10:00:00Z     | MINUTE | ASSUMED
          २०१४-०४-२८                        | 2014-04-28T00:00:00Z     | DAY    | ASSUMED
          Tue, 18 Sept 2018 15:53:56 +0300  | 2018-09-18T12:53:56Z     | SECOND | OFFSET
          Mo, 25 Jun 2018 11:41:36          | 2018-06-25T11:41:36Z     | SECOND | ASSUMED
          mi\u00e9, 03 oct 2012 19:56:51 +0000 | 2012-10-03T19:56:51Z  | SECOND | OFFSET
          25. M\u00e4rz 2018, 10:15 Uhr       | 2018-03-25T10:15:00Z     | MINUTE | ASSUMED
          2 de octubre de 2012              | 2012-10-02T00:00:00Z     | DAY    | ASSUMED
          1793614530                        | 2026-11-02T10:15:30Z     | SECOND | OFFSET
          1793614530123                     | 2026-11-02T10:15:30.123Z | SECOND | OFFSET
          """)
  void aDateIsRead(
      String text, String at, StatedTime.Precision precision, StatedTime.ZoneSource zone) {
    assertThat(DateParser.parse(text, Optional.empty()))
        .hasValueSatisfying(
            time -> {
              assertThat(time.at()).hasToString(at);
              assertThat(time.precision()).isEqualTo(precision);
              assertThat(time.zone()).isEqualTo(zone);
            });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "yesterday",
        "03/04/2015",
        "2026",
        "2026-11",
        "2026-13-02",
        "2026-02-30",
        "31 Foo 2026",
        "99:99",
        "2026-11-02T25:00:00Z",
        "July 4, 2023 9:00 by Ann Lee",
        "08.07.2015 - 15:34",
        "3 days ago",
        "6 \u0e21\u0e34\u0e16\u0e38\u0e19\u0e32\u0e22\u0e19 2554"
      })
  void whatIsNoCertainDateIsNotRead(String text) {
    assertThat(DateParser.parse(text, Optional.empty())).isEmpty();
  }

  @Test
  void aDateWithoutAZoneIsInTheSites() {
    StatedTime time =
        DateParser.parse("2026-07-02 10:15", Optional.of(ZoneId.of("Europe/Berlin"))).orElseThrow();

    assertThat(time.at()).hasToString("2026-07-02T08:15:00Z");
    assertThat(time.zone().label()).isEqualTo("site");
  }

  @Test
  void aStatedOffsetBeatsTheSitesZone() {
    StatedTime time =
        DateParser.parse("2026-07-02T10:15:00Z", Optional.of(ZoneId.of("Europe/Berlin")))
            .orElseThrow();

    assertThat(time.at()).hasToString("2026-07-02T10:15:00Z");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Tue, 4 Jul 2023 09:00:00 ET                      | 2023-07-04T13:00:00Z
          Tue, 10 Jan 2023 09:00:00 ET                     | 2023-01-10T14:00:00Z
          Tue, 4 Jul 2023 09:00:00 EST                     | 2023-07-04T14:00:00Z
          4 Jul 2023 09:00 Pacific Time                    | 2023-07-04T16:00:00Z
          4 Jul 2023 09:00 Pacific Standard Time           | 2023-07-04T17:00:00Z
          Sat, 18 Mar 2023 20:21:00 America/Los_Angeles    | 2023-03-19T03:21:00Z
          18 Mar 2023 20:21:00 america/argentina/buenos_aires | 2023-03-18T23:21:00Z
          18 Mar 2023 20:21:00 NZDT                        | 2023-03-18T07:21:00Z
          18 Mar 2023 20:21:00 NST                         | 2023-03-18T23:51:00Z
          18 Mar 2023 20:21:00 +0545 NPT                   | 2023-03-18T14:36:00Z
          18 Mar 2023 20:21:00 (PDT)                       | 2023-03-19T03:21:00Z
          18 Mar 2023 20:21:00 PST8PDT                     | 2023-03-19T03:21:00Z
          18 Mar 2023 20:21:00 +0000 (PDT)                 | 2023-03-18T20:21:00Z
          """)
  void aZoneIsFollowedWhereItIsCertain(String text, String at) {
    assertThat(DateParser.parse(text, Optional.empty()))
        .hasValueSatisfying(
            time -> {
              assertThat(time.at()).hasToString(at);
              assertThat(time.zone()).isEqualTo(StatedTime.ZoneSource.OFFSET);
            });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "18 Mar 2023 20:21:00 IST",
        "18 Mar 2023 20:21:00 Mars/Olympus",
        "18 Mar 2023 20:21:00 +99:99",
        "18 Mar 2023 20:21:00 CET+1",
        "18 Mar 2023 20:21:00 (updated)",
        "18 Mar 2023 20:21:00 Foo Time"
      })
  void aZoneThatIsUnknownOrAmbiguousCostsTheZoneAlone(String text) {
    assertThat(DateParser.parse(text, Optional.empty()))
        .hasValueSatisfying(
            time -> {
              assertThat(time.at()).hasToString("2023-03-18T20:21:00Z");
              assertThat(time.zone()).isEqualTo(StatedTime.ZoneSource.ASSUMED);
            });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0001-01-01T00:00:00+00:00",
        "Mon, 01 Jan 0001 00:00:00 +0000",
        "Wed, 30 Nov -0001 00:00:00 +0000",
        "0000-00-00 00:00:00",
        "Thu, 01 Jan 1970 00:00:00 GMT",
        "1969-12-31T16:00:00-08:00",
        "0000000000",
        "1899-12-30T00:00:00",
        "1900-01-01T00:00:00",
        "9999-12-31T23:59:59Z"
      })
  void theZeroOfAProgramIsNoDate(String text) {
    assertThat(DateParser.parse(text, Optional.empty())).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2554-06-06T10:00:00+07:00",
        "1393-02-10T10:00:00+03:30",
        "\u06f1\u06f3\u06f9\u06f3-\u06f0\u06f2-\u06f1\u06f0",
        "2080-01-15",
        "5784-01-01",
        "\u5e73\u621030\u5e7411\u67089\u65e5",
        "0112-05-01"
      })
  void aYearOfAnotherCalendarIsNoDate(String text) {
    assertThat(DateParser.parse(text, Optional.empty())).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "'Ke, 27 Marraskuu 2013 11:34:37 +0000', 2013-11-27T11:34:37Z",
    "'Ke, 30 Lok 2013 11:34:37 +0000', 2013-10-30T11:34:37Z",
    "'mar, 02 oct 2012 19:56:51 +0000', 2012-10-02T19:56:51Z",
    "'lun 5 ao\u00fbt 2013 10:00:00 +0000', 2013-08-05T10:00:00Z",
  })
  void aMonthOfAnotherLanguageIsNotTakenForTheEnglishOneThatBeginsAlike(String text, String at) {
    assertThat(DateParser.parse(text, Optional.empty()).map(StatedTime::at))
        .hasValueSatisfying(time -> assertThat(time).hasToString(at));
  }
}
