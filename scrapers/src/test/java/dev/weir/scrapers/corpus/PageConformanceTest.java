package dev.weir.scrapers.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.weir.scrapers.page.ExtractedPage;
import dev.weir.scrapers.page.PageExtractor;
import dev.weir.scrapers.page.SiteHints;
import dev.weir.scrapers.report.Tally;
import dev.weir.scrapers.text.StatedTimes;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jsoup.Jsoup;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Real pages against the article and the metadata that are expected of them. */
@Tag("conformance")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PageConformanceTest {
  private static final String AGREE = "agree";
  private static final String DIFFER = "differ";
  private static final String MISSING = "missing";

  private final ObjectMapper json = new ObjectMapper();
  private final PageExtractor extractor = new PageExtractor(Optional::of);
  private final Tally tally = new Tally();
  private final List<Double> scores = new ArrayList<>();

  @BeforeAll
  void readAll() throws Exception {
    List<String> poor = new ArrayList<>();
    for (Path folder : Corpus.children(Corpus.folder("pages"))) {
      byte[] source = Corpus.gunzip(folder.resolve("source.html.gz"));
      ExtractedPage page =
          extractor.extract(
              source,
              Optional.of("text/html; charset=utf-8"),
              "http://fakehost/test/page.html",
              SiteHints.none());
      JsonNode expected =
          json.readTree(Files.readAllBytes(folder.resolve("expected-metadata.json")));
      compare(folder, expected, page);
      String article =
          new String(Corpus.gunzip(folder.resolve("expected.html.gz")), StandardCharsets.UTF_8);
      TokenScore score = TokenScore.of(spaced(article), page.text());
      scores.add(score.f1());
      if (score.f1() < 0.95) {
        poor.add(
            String.format(
                Locale.ROOT,
                "  %.3f (precision %.3f, recall %.3f) %s",
                score.f1(),
                score.precision(),
                score.recall(),
                folder.getFileName()));
      }
    }
    poor.sort(null);
    System.out.println(tally.table());
    System.out.printf(
        Locale.ROOT,
        "main text, %d pages: mean token F1 %.4f, median %.4f; below 0.95:%n%s%n",
        scores.size(),
        mean(),
        median(),
        String.join("\n", poor));
  }

  @Test
  void mainTextHoldsTheExpectedWords() {
    assertThat(mean()).isGreaterThan(0.995);
  }

  @Test
  void metadataAgrees() {
    assertThat(agreement("title")).as("title").isGreaterThan(0.97);
    assertThat(agreement("byline")).as("byline").isGreaterThan(0.86);
    assertThat(agreement("excerpt")).as("excerpt").isGreaterThan(0.9);
    assertThat(agreement("siteName")).as("siteName").isGreaterThan(0.98);
    assertThat(agreement("lang")).as("lang").isGreaterThan(0.98);
    assertThat(agreement("publishedTime")).as("publishedTime").isGreaterThan(0.98);
  }

  private double agreement(String field) {
    return tally.share("page", field, AGREE, DIFFER, MISSING);
  }

  private void compare(Path folder, JsonNode expected, ExtractedPage page) {
    count(folder, "title", expected, page.title());
    count(folder, "byline", expected, page.byline());
    count(folder, "excerpt", expected, page.excerpt());
    count(folder, "siteName", expected, page.siteName());
    count(folder, "lang", expected, page.language());
    Optional<String> wanted = text(expected, "publishedTime").map(PageConformanceTest::instant);
    count(folder, "publishedTime", wanted, page.published().map(time -> time.at().toString()));
  }

  private void count(Path folder, String field, JsonNode expected, Optional<String> actual) {
    count(folder, field, text(expected, field), actual);
  }

  private void count(
      Path folder, String field, Optional<String> expected, Optional<String> actual) {
    String outcome =
        outcome(expected.map(PageConformanceTest::normal), actual.map(PageConformanceTest::normal));
    tally.add("page", field, outcome);
    if (Boolean.getBoolean("weir.verbose")
        && !outcome.equals(AGREE)
        && !outcome.startsWith("neither")) {
      System.out.println(
          folder.getFileName()
              + " "
              + field
              + " "
              + outcome
              + "\n    want "
              + expected.orElse("-")
              + "\n    got  "
              + actual.orElse("-"));
    }
  }

  private static String outcome(Optional<String> expected, Optional<String> actual) {
    if (expected.isEmpty()) {
      return actual.isEmpty() ? "neither has one" : "only ours";
    }
    if (actual.isEmpty()) {
      return MISSING;
    }
    return expected.equals(actual) ? AGREE : DIFFER;
  }

  private static Optional<String> text(JsonNode node, String name) {
    return Optional.ofNullable(node.get(name))
        .filter(JsonNode::isTextual)
        .map(JsonNode::textValue)
        .filter(text -> !text.isBlank());
  }

  private static String instant(String text) {
    return StatedTimes.parse(text, Optional.empty()).map(time -> time.at().toString()).orElse(text);
  }

  private static String normal(String text) {
    return text.replaceAll("[\\s\\u00a0]+", " ").strip().toLowerCase(Locale.ROOT);
  }

  /** Words of neighbouring blocks stay apart; those of neighbouring inline elements do not. */
  private static String spaced(String html) {
    return Jsoup.parse(html).text();
  }

  private double mean() {
    return scores.stream().mapToDouble(Double::doubleValue).average().orElse(0);
  }

  private double median() {
    return scores.stream().sorted().toList().get(scores.size() / 2);
  }
}
