package dev.weir.scrapers.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Pages made to cost more than they are worth. */
class HostilePageTest {
  private static final Duration BOUND = Duration.ofSeconds(30);
  private static final int MANY = 100_000;

  private final PageExtractor extractor = new PageExtractor(Optional::of);

  static Stream<Arguments> pages() {
    return Stream.of(
        Arguments.of("nested blocks", repeat("<div>text, ", MANY)),
        Arguments.of("nested paragraphs of links", repeat("<div><a href=x>link</a>", MANY / 2)),
        Arguments.of("nested tables", repeat("<table><tr><td>cell", MANY / 3)),
        Arguments.of("nested lists", repeat("<ul><li>item", MANY / 2)),
        Arguments.of(
            "formatting that must be opened again",
            numbered("<b a=%d>", 400) + repeat("<p>text", MANY)),
        Arguments.of("formatting closed out of order", repeat("<b><i></b>text<p>", MANY / 4)),
        Arguments.of(
            "siblings", repeat("<p>One sentence, of some length, in each of them.</p>", MANY / 2)),
        Arguments.of("hidden siblings", repeat("<div hidden>x</div>", MANY / 2)),
        Arguments.of("unlikely siblings", repeat("<div class=comment>x</div>", MANY / 2)),
        Arguments.of("empty siblings", repeat("<div></div>", MANY / 2)),
        Arguments.of("line breaks", repeat("text<br><br>", MANY / 2)),
        Arguments.of("nothing but line breaks", repeat("<br>", MANY)),
        Arguments.of("nested insertions", repeat("<ins><a>", MANY / 2) + "<div>x"),
        Arguments.of("headings", repeat("<h1>heading of a kind</h1>", MANY / 2)),
        Arguments.of("bylines", repeat("<div class=author></div>", MANY / 2)),
        Arguments.of("meta tags", repeat("<meta name=a content=b>", MANY)),
        Arguments.of(
            "linked data", "<script type='application/ld+json'>" + repeat("[", MANY) + "</script>"),
        Arguments.of(
            "articles in linked data",
            "<script type='application/ld+json'>["
                + repeat("{\"@type\":\"Article\",\"url\":\"/a\"},", MANY / 4)
                + "]</script>"),
        Arguments.of(
            "authors in linked data",
            "<script type='application/ld+json'>{\"@type\":\"Article\",\"author\":["
                + repeat("{\"@id\":\"a\"},", MANY / 2)
                + "]}</script>"),
        Arguments.of("canonical links", repeat("<link rel=canonical href=/a>", MANY)),
        Arguments.of("a long class", "<div class='" + repeat("com", MANY) + "'>text</div>"),
        Arguments.of("a long word", "<p>" + repeat("x", 40 * MANY)),
        Arguments.of("a long attribute", "<p style='" + repeat("display : ", MANY) + "'>text"),
        Arguments.of("commas", "<p>" + repeat(",", 40 * MANY)),
        Arguments.of("open comments", repeat("<!--", MANY)),
        Arguments.of("open tags", repeat("<a ", MANY)),
        Arguments.of("entities", repeat("&amp", MANY)),
        Arguments.of("vector graphics", repeat("<svg><foreignObject><p>", MANY / 3)),
        Arguments.of("select elements", repeat("<select><option>", MANY / 2)),
        Arguments.of("frames", "<frameset>" + repeat("<frame>", MANY)),
        Arguments.of("templates", repeat("<template><p>", MANY / 2)),
        Arguments.of("titles", repeat("<title>a - b</title>", MANY / 2)),
        Arguments.of("a long title", "<title>" + repeat(" - ", MANY) + "</title><p>text"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("pages")
  void aPageIsReadInBoundedTime(String what, String html) {
    ExtractedPage page =
        assertTimeoutPreemptively(
            BOUND,
            () ->
                extractor.extract(
                    html.getBytes(StandardCharsets.UTF_8),
                    Optional.empty(),
                    "http://a.test/",
                    SiteHints.none()));
    assertThat(page.text().length()).isLessThanOrEqualTo(ExtractionLimits.standard().textLength());
  }

  @Test
  void tagsBeyondTheLimitAreCutOff() throws Exception {
    ExtractedPage page = read("<p>The first paragraph.</p>" + repeat("<p>x", 300_000));

    assertThat(page.truncated()).isTrue();
    assertThat(page.text()).startsWith("The first paragraph.");
  }

  @Test
  void linksBeyondTheLimitAreCutOff() throws Exception {
    ExtractedPage page = read(numbered("<a href='http://b.test/%d'>x</a>", 3_000));

    assertThat(page.truncated()).isTrue();
    assertThat(page.outlinks()).hasSize(2_000).startsWith("http://b.test/0");
  }

  @Test
  void textBeyondTheLimitIsCutOff() throws Exception {
    ExtractedPage page = read("<p>" + repeat("word ", 100_000));

    assertThat(page.truncated()).isTrue();
    assertThat(page.text()).hasSize(250_000);
  }

  private ExtractedPage read(String html) throws UnreadablePageException {
    return extractor.extract(
        html.getBytes(StandardCharsets.UTF_8),
        Optional.empty(),
        "http://a.test/",
        SiteHints.none());
  }

  private static String repeat(String text, int times) {
    return text.repeat(times);
  }

  private static String numbered(String format, int times) {
    return IntStream.range(0, times).mapToObj(format::formatted).collect(Collectors.joining());
  }
}
