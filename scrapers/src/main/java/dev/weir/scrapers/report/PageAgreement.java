package dev.weir.scrapers.report;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weir.scrapers.page.ExtractedPage;
import dev.weir.scrapers.text.DateParser;
import dev.weir.scrapers.text.StatedTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jsoup.Jsoup;

/**
 * Compares extracted pages with what is expected: the fields with {@code expected-metadata.json},
 * the main text's words with {@code expected.html}. Not thread-safe.
 */
public final class PageAgreement {
  /** The fields that are compared, by their names in {@code expected-metadata.json}. */
  public static final List<String> FIELDS =
      List.of("title", "byline", "excerpt", "siteName", "lang", "publishedTime");

  private static final String KIND = "page";

  private final Tally tally = new Tally();
  private final List<Score> scores = new ArrayList<>();
  private final List<Difference> differences = new ArrayList<>();

  /** What was extracted from a page. */
  public record Seen(
      Optional<String> title,
      Optional<String> byline,
      Optional<String> excerpt,
      Optional<String> siteName,
      Optional<String> language,
      Optional<Instant> published,
      String text) {
    /** The fields of a page that was just extracted. */
    public static Seen of(ExtractedPage page) {
      return new Seen(
          page.title(),
          page.byline(),
          page.excerpt(),
          page.siteName(),
          page.language(),
          page.published().map(StatedTime::at),
          page.text());
    }
  }

  /** The score of a page's main text. */
  public record Score(String page, TokenScore tokens) {}

  /** A field that differs from what was expected. */
  public record Difference(
      String page,
      String field,
      String outcome,
      Optional<String> expected,
      Optional<String> actual) {}

  /**
   * Compares one page.
   *
   * @param page its name
   * @param metadata what {@code expected-metadata.json} holds
   * @param article what {@code expected.html} holds
   */
  public void add(String page, JsonNode metadata, String article, Seen seen) {
    compare(page, "title", text(metadata, "title"), seen.title());
    compare(page, "byline", text(metadata, "byline"), seen.byline());
    compare(page, "excerpt", text(metadata, "excerpt"), seen.excerpt());
    compare(page, "siteName", text(metadata, "siteName"), seen.siteName());
    compare(page, "lang", text(metadata, "lang"), seen.language());
    compare(
        page,
        "publishedTime",
        text(metadata, "publishedTime").map(PageAgreement::instant),
        seen.published().map(Instant::toString));
    // Words of adjacent blocks stay separate; those of adjacent inline elements do not.
    scores.add(new Score(page, TokenScore.of(Jsoup.parse(article).text(), seen.text())));
  }

  private void compare(
      String page, String field, Optional<String> expected, Optional<String> actual) {
    String outcome =
        Agreement.of(expected.map(PageAgreement::normal), actual.map(PageAgreement::normal));
    tally.add(KIND, field, outcome);
    if (Agreement.fails(outcome)) {
      differences.add(new Difference(page, field, outcome, expected, actual));
    }
  }

  /** The number of compared pages. */
  public int pages() {
    return scores.size();
  }

  /** The fields' outcomes, as a table. */
  public String table() {
    return tally.table();
  }

  /** The number of times a field had this {@link Agreement}. */
  public int count(String field, String outcome) {
    return tally.count(KIND, field, outcome);
  }

  /** Of the pages that should have the field, the fraction that have the expected value. */
  public double share(String field) {
    return tally.share(KIND, field, Agreement.AGREE, Agreement.DIFFER, Agreement.MISSING);
  }

  /** The differences, in the order of the pages. */
  public List<Difference> differences() {
    return List.copyOf(differences);
  }

  /** Mean of the main texts' token F1; 0 if no page was compared. */
  public double meanF1() {
    return scores.stream().mapToDouble(score -> score.tokens().f1()).average().orElse(0);
  }

  /** Median of the main texts' token F1; 0 if no page was compared. */
  public double medianF1() {
    return scores.isEmpty() ? 0 : worst().get(scores.size() / 2).tokens().f1();
  }

  /** All scores, the worst first. */
  public List<Score> worst() {
    return scores.stream()
        .sorted(Comparator.comparingDouble((Score score) -> score.tokens().f1()))
        .toList();
  }

  private static Optional<String> text(JsonNode node, String name) {
    return Optional.of(node.path(name))
        .filter(JsonNode::isTextual)
        .map(JsonNode::textValue)
        .filter(text -> !text.isBlank());
  }

  private static String instant(String text) {
    return DateParser.parse(text, Optional.empty()).map(time -> time.at().toString()).orElse(text);
  }

  private static String normal(String text) {
    return text.replaceAll("[\\s\\u00a0]+", " ").strip().toLowerCase(Locale.ROOT);
  }
}
