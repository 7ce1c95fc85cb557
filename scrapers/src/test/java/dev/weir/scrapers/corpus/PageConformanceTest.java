package dev.weir.scrapers.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.weir.scrapers.page.ExtractedPage;
import dev.weir.scrapers.page.PageExtractor;
import dev.weir.scrapers.page.SiteHints;
import dev.weir.scrapers.report.PageAgreement;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Real pages against the article and the metadata that are expected of them. */
@Tag("conformance")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PageConformanceTest {
  private final ObjectMapper json = new ObjectMapper();
  private final PageExtractor extractor = new PageExtractor(Optional::of);
  private final PageAgreement agreement = new PageAgreement();

  @BeforeAll
  void readAll() throws Exception {
    for (Path folder : Corpus.children(Corpus.folder("pages"))) {
      ExtractedPage page =
          extractor.extract(
              Corpus.gunzip(folder.resolve("source.html.gz")),
              Optional.of("text/html; charset=utf-8"),
              "http://fakehost/test/page.html",
              SiteHints.none());
      agreement.add(
          String.valueOf(folder.getFileName()),
          json.readTree(Files.readAllBytes(folder.resolve("expected-metadata.json"))),
          new String(Corpus.gunzip(folder.resolve("expected.html.gz")), StandardCharsets.UTF_8),
          PageAgreement.Seen.of(page));
    }
    print();
  }

  private void print() {
    System.out.println(agreement.table());
    System.out.printf(
        Locale.ROOT,
        "main text, %d pages: mean token F1 %.4f, median %.4f; below 0.95:%n",
        agreement.pages(),
        agreement.meanF1(),
        agreement.medianF1());
    agreement.worst().stream()
        .filter(score -> score.tokens().f1() < 0.95)
        .forEach(
            score ->
                System.out.printf(
                    Locale.ROOT,
                    "  %.3f (precision %.3f, recall %.3f) %s%n",
                    score.tokens().f1(),
                    score.tokens().precision(),
                    score.tokens().recall(),
                    score.page()));
    if (Boolean.getBoolean("weir.verbose")) {
      agreement.differences().forEach(System.out::println);
    }
  }

  @Test
  void mainTextHoldsTheExpectedWords() {
    assertThat(agreement.meanF1()).isGreaterThan(0.995);
  }

  @Test
  void metadataAgrees() {
    assertThat(agreement.share("title")).as("title").isGreaterThan(0.97);
    assertThat(agreement.share("byline")).as("byline").isGreaterThan(0.86);
    assertThat(agreement.share("excerpt")).as("excerpt").isGreaterThan(0.9);
    for (String field : List.of("siteName", "lang", "publishedTime")) {
      assertThat(agreement.share(field)).as(field).isGreaterThan(0.98);
    }
  }
}
