package dev.weir.scrapers.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.weir.scrapers.feed.UnreadableFeedException.Reason;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Feeds made to read files, to grow without bound, or to cost more than they are worth. */
class HostileFeedTest {
  private static final Duration BOUND = Duration.ofSeconds(30);

  @TempDir private Path folder;

  @Test
  void anEntityBombIsRefused() {
    StringBuilder bomb = new StringBuilder("<?xml version='1.0'?><!DOCTYPE rss [<!ENTITY a0 'ha'>");
    for (int i = 1; i < 60; i++) {
      bomb.append("<!ENTITY a")
          .append(i)
          .append(" '")
          .append(("&a" + (i - 1) + ";").repeat(10))
          .append("'>");
    }
    bomb.append("]><rss version='2.0'><channel><title>&a59;</title></channel></rss>");

    FeedParserTest.assertRefused(bomb.toString(), Reason.ENTITIES, "entities");
  }

  @Test
  void entitiesHiddenBehindACommentAreRefusedToo() {
    FeedParserTest.assertRefused(
        "<!-- a --><?x y?><!doctype rss [<!--]>--><!entity a 'b'>]><rss><channel/></rss>",
        Reason.ENTITIES,
        "entities");
  }

  @Test
  void noFileIsRead() throws Exception {
    Path secret = Files.writeString(folder.resolve("secret.txt"), "the secret");
    String external =
        "<!DOCTYPE rss [<!ENTITY s SYSTEM '"
            + secret.toUri()
            + "'>]><rss><channel><title>&s;</title></channel></rss>";
    FeedParserTest.assertRefused(external, Reason.ENTITIES, "entities");

    String undeclared =
        "<!DOCTYPE rss SYSTEM '"
            + secret.toUri()
            + "'><rss version='0.91'><channel><title>&s; x</title></channel></rss>";
    ParsedFeed feed =
        FeedParser.parse(
            undeclared.getBytes(StandardCharsets.UTF_8), Optional.empty(), "http://a.test/");
    assertThat(feed.title())
        .hasValueSatisfying(title -> assertThat(title).doesNotContain("secret"));
  }

  @Test
  void anInclusionIsOnlyAnElement() throws Exception {
    Path secret = Files.writeString(folder.resolve("secret.txt"), "the secret");
    String inclusion =
        "<rss version='2.0' xmlns:xi='http://www.w3.org/2001/XInclude'><channel><title><xi:include parse='text' href='"
            + secret.toUri()
            + "'/></title></channel></rss>";

    assertThat(
            FeedParser.parse(
                    inclusion.getBytes(StandardCharsets.UTF_8), Optional.empty(), "http://a.test/")
                .title())
        .isEmpty();
  }

  @Test
  void nestingBeyondTheLimitIsRefused() {
    FeedParserTest.assertRefused(
        "<rss version='2.0'><channel>"
            + "<a>".repeat(50_000)
            + "</a>".repeat(50_000)
            + "</channel></rss>",
        Reason.TOO_LARGE,
        "deep");
  }

  @Test
  void itemsBeyondTheLimitAreRefused() {
    FeedParserTest.assertRefused(
        "<rss version='2.0'><channel>" + "<item/>".repeat(10_001) + "</channel></rss>",
        Reason.TOO_LARGE,
        "items");
  }

  static Stream<Arguments> feeds() {
    return Stream.of(
        Arguments.of("open elements", "<rss><channel>" + "<item>".repeat(200_000)),
        Arguments.of("open comments", "<rss>" + "<!--".repeat(200_000)),
        Arguments.of("instructions", "<?a ?>".repeat(200_000) + "<rss/>"),
        Arguments.of("attributes", "<rss " + "a='b' ".repeat(100_000) + "/>"),
        Arguments.of("different attributes", "<rss " + many("a%d='b' ", 50_000) + "/>"),
        Arguments.of("namespaces", "<rss " + many("xmlns:a%d='b' ", 20_000) + "/>"),
        Arguments.of(
            "a long title",
            "<rss><channel><title>" + "<b>x ".repeat(200_000) + "</title></channel></rss>"),
        Arguments.of(
            "escaped markup",
            "<rss><channel><title>" + "&lt;div&gt;".repeat(200_000) + "</title></channel></rss>"),
        Arguments.of(
            "ampersands",
            "<rss><channel><title>" + "&".repeat(1_000_000) + "</title></channel></rss>"),
        Arguments.of("deep JSON", "{\"items\": " + "[".repeat(200_000)),
        Arguments.of("a long number", "{\"items\": [{\"id\": " + "9".repeat(1_000_000) + "}]}"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("feeds")
  void aFeedIsReadOrRefusedInBoundedTime(String what, String body) {
    assertTimeoutPreemptively(
        BOUND,
        () -> {
          try {
            FeedParser.parse(
                body.getBytes(StandardCharsets.UTF_8), Optional.empty(), "http://a.test/");
          } catch (UnreadableFeedException refused) {
            assertThat(refused.getMessage()).startsWith("Expected ").hasSizeLessThan(300);
          }
        });
  }

  private static String many(String format, int times) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < times; i++) {
      text.append(String.format(java.util.Locale.ROOT, format, i));
    }
    return text.toString();
  }
}
