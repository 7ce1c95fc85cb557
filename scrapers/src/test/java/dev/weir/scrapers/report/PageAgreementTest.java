package dev.weir.scrapers.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PageAgreementTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final PageAgreement agreement = new PageAgreement();

  @Test
  void spacesAndCaseDoNotMatterAndTimesAreComparedAsInstants() throws IOException {
    add(
        "{\"title\":\"A  Title\",\"lang\":\"en-US\",\"publishedTime\":\"2026-03-01T13:00:00+01:00\"}",
        seen(Optional.of("a title"), Optional.of("en-us"), Optional.of("2026-03-01T12:00:00Z")));

    assertThat(agreement.differences()).isEmpty();
    assertThat(agreement.count("title", Agreement.AGREE)).isEqualTo(1);
    assertThat(agreement.count("publishedTime", Agreement.AGREE)).isEqualTo(1);
    assertThat(agreement.count("byline", Agreement.NEITHER)).isEqualTo(1);
  }

  @Test
  void whatIsMissingOrDiffersIsNamedAndWhatNobodyExpectedIsNot() throws IOException {
    add(
        "{\"title\":\"one\",\"lang\":\"de\"}",
        seen(Optional.of("two"), Optional.empty(), Optional.of("2026-03-01T12:00:00Z")));

    assertThat(agreement.differences())
        .extracting(PageAgreement.Difference::field, PageAgreement.Difference::outcome)
        .containsExactly(tuple("title", Agreement.DIFFER), tuple("lang", Agreement.MISSING));
    assertThat(agreement.count("publishedTime", Agreement.ONLY_OURS)).isEqualTo(1);
    assertThat(agreement.share("publishedTime")).isEqualTo(1);
  }

  @Test
  void theMainTextIsScoredByItsWordsAndTheWorstComesFirst() throws IOException {
    agreement.add("same", JSON.readTree("{}"), "<p>a b</p><p>c</p>", text("a b c"));
    agreement.add("half", JSON.readTree("{}"), "<p>a b</p>", text("a x"));

    assertThat(agreement.pages()).isEqualTo(2);
    assertThat(agreement.meanF1()).isEqualTo(0.75);
    assertThat(agreement.worst())
        .extracting(PageAgreement.Score::page)
        .containsExactly("half", "same");
  }

  private void add(String metadata, PageAgreement.Seen seen) throws IOException {
    agreement.add("page", JSON.readTree(metadata), "", seen);
  }

  private static PageAgreement.Seen text(String text) {
    return new PageAgreement.Seen(
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        text);
  }

  private static PageAgreement.Seen seen(
      Optional<String> title, Optional<String> language, Optional<String> published) {
    return new PageAgreement.Seen(
        title,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        language,
        published.map(Instant::parse),
        "");
  }
}
