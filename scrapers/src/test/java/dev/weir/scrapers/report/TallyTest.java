package dev.weir.scrapers.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TallyTest {
  @Test
  void aTableHasARowForEachFieldAndAColumnForEachOutcome() {
    Tally tally = new Tally();
    tally.add("page", "title", "agree");
    tally.add("page", "title", "agree");
    tally.add("page", "byline", "differ");

    assertThat(tally.table())
        .isEqualTo(
            """
            kind  field   agree  differ  total
            page  title       2       .      2
            page  byline      .       1      1
            """);
  }

  @Test
  void aShareIsOfTheNamedOutcomes() {
    Tally tally = new Tally();
    tally.add("page", "title", "agree");
    tally.add("page", "title", "differ");
    tally.add("page", "title", "neither");

    assertThat(tally.share("page", "title", "agree", "differ")).isEqualTo(0.5);
    assertThat(tally.share("page", "byline", "agree", "differ")).isEqualTo(1);
  }
}
