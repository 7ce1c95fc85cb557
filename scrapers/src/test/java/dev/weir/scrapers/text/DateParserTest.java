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
        "2026-11-02T25:00:00Z"
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
}
