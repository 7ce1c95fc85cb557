package dev.weir.scrapers.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.ingest.url.UrlNormalizer;
import dev.weir.scrapers.text.StatedTime;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Posts in the markup of WordPress's own themes, which state nothing in {@code meta} tags. */
class ThemesTest {
  private static final String SHORT = "The gauge at the lock stood at 2.40 m this morning.";
  private static final String PARAGRAPH =
      "It rained in the town for three days, and the weir held, as it had held before, while people stood and watched the water.";
  private static final String LONG = ("<p>" + PARAGRAPH + "</p>\n").repeat(8);

  @ParameterizedTest
  @ValueSource(strings = {"twenty-twenty-one", "twenty-twenty-two", "twenty-twenty-three"})
  void theTextOfAShortPostIsNotItsCommentForm(String theme) throws Exception {
    ExtractedPage page = read(theme, "<p>" + SHORT + "</p>");

    assertThat(page.text()).isEqualTo(SHORT);
    assertThat(page.excerpt()).contains(SHORT);
    assertFacts(page);
  }

  @ParameterizedTest
  @ValueSource(strings = {"twenty-twenty-one", "twenty-twenty-two", "twenty-twenty-three"})
  void aLongPostIsReadWithoutWhatIsAroundIt(String theme) throws Exception {
    ExtractedPage page = read(theme, LONG);

    assertThat(page.text().split("\n\n", -1)).hasSize(8).containsOnly(PARAGRAPH);
    assertThat(page.excerpt()).contains(PARAGRAPH);
    assertFacts(page);
  }

  @ParameterizedTest
  @ValueSource(strings = {"twenty-twenty-one", "twenty-twenty-two", "twenty-twenty-three"})
  void aPostThatIsAListOrAQuotationIsRead(String theme) throws Exception {
    ExtractedPage page =
        read(
            theme,
            "<ul class='wp-block-list'><li><a href='/a'>Lock</a></li><li><a href='/b'>Weir</a></li></ul>"
                + "<blockquote class='wp-block-quote'><p>Water finds its way.</p></blockquote>");

    assertThat(page.text()).isEqualTo("Lock\nWeir\n\nWater finds its way.");
  }

  @Test
  void aPageOfCommentsAloneHasNoText() throws Exception {
    assertThat(
            extract(
                    "<main><h1>High water</h1><div id='respond'><p>Leave a comment, and your name, and your address.</p></div></main>")
                .text())
        .doesNotContain("Leave a comment");
  }

  @Test
  void theDateOfACommentOrOfAnotherArticleIsNotThePages() throws Exception {
    ExtractedPage page =
        extract(
            "<main><article><h1>High water</h1><p>"
                + PARAGRAPH
                + "</p></article><div class='comments'><time datetime='2026-11-21'>x</time></div>"
                + "<ul class='related-posts'><li><time datetime='2020-01-01'>x</time></li></ul></main>"
                + "<aside><time datetime='2020-01-02'>x</time></aside>");

    assertThat(page.published()).isEmpty();
  }

  @Test
  void aDateAboveTheTextIsThePagesAndOneInTheTextIsNot() throws Exception {
    String text =
        "<p>" + PARAGRAPH + " See you on <time datetime='2026-12-24'>Christmas Eve</time>.</p>";

    ExtractedPage page =
        extract(
            "<main><h1>High water</h1><p><time datetime='2026-11-20T08:15:00Z'>today</time></p>"
                + text
                + "<p>Changed <time class='updated' datetime='2026-11-22'>later</time></p></main>");

    assertThat(page.published().map(StatedTime::at))
        .map(Object::toString)
        .contains("2026-11-20T08:15:00Z");
  }

  private static void assertFacts(ExtractedPage page) {
    assertThat(page.byline().orElse("")).isIn("By Ada Reed", "Ada Reed");
    assertThat(page.published().map(StatedTime::at))
        .map(Object::toString)
        .contains("2026-11-20T07:15:00Z");
    assertThat(page.language()).contains("en-US");
    assertThat(page.canonicalUrl()).contains("http://keeper.test/2026/11/high-water/");
  }

  private static ExtractedPage read(String theme, String text) throws UnreadablePageException {
    try (InputStream in = ThemesTest.class.getResourceAsStream("themes/" + theme + ".html")) {
      assertThat(in).as(theme).isNotNull();
      return extract(new String(in.readAllBytes(), StandardCharsets.UTF_8).replace("@TEXT@", text));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private static ExtractedPage extract(String html) throws UnreadablePageException {
    return new PageExtractor(UrlNormalizer::normalize)
        .extract(
            html.getBytes(StandardCharsets.UTF_8),
            Optional.of("text/html; charset=UTF-8"),
            "http://keeper.test/2026/11/high-water/",
            SiteHints.none());
  }
}
