package dev.weir.scrapers.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.weir.scrapers.feed.FeedItem;
import dev.weir.scrapers.feed.FeedParser;
import dev.weir.scrapers.feed.ParsedFeed;
import dev.weir.scrapers.feed.UnreadableFeedException;
import dev.weir.scrapers.report.Agreement;
import dev.weir.scrapers.report.ExpectedFeed;
import dev.weir.scrapers.report.Tally;
import dev.weir.scrapers.text.DateParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jsoup.Jsoup;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Every recorded feed is read as is expected of it, or refused with a reason. */
@Tag("conformance")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FeedConformanceTest {
  /**
   * Where the corpus expects something else: the last of several links, a modification as
   * publication, markup in a guid.
   */
  private static final Map<String, Double> FLOORS =
      Map.of(
          "link",
          0.8,
          "item id",
          0.8,
          "item link",
          0.8,
          "item published",
          0.9,
          "item updated",
          0.7);

  private final ObjectMapper json = new ObjectMapper();
  private final Tally tally = new Tally();
  private final List<String> wrongCounts = new ArrayList<>();
  private final List<String> refused = new ArrayList<>();

  @BeforeAll
  void readAll() throws Exception {
    Path root = Corpus.folder("feeds");
    for (Path file : Corpus.files(root)) {
      if (isFeed(file)) {
        read(root.relativize(file).toString(), file);
      }
    }
    System.out.println(tally.table());
    System.out.println("refused:\n  " + String.join("\n  ", refused) + "\n");
  }

  @Test
  void everyFeedHasTheExpectedNumberOfItems() {
    assertThat(wrongCounts).isEmpty();
  }

  @Test
  void fieldsAgree() {
    for (String field :
        List.of(
            "title",
            "link",
            "item id",
            "item link",
            "item title",
            "item published",
            "item updated")) {
      double floor = FLOORS.getOrDefault(field, 1.0);
      assertThat(
              tally.share("all feeds", field, Agreement.AGREE, Agreement.DIFFER, Agreement.MISSING))
          .as(field)
          .isGreaterThanOrEqualTo(floor);
    }
  }

  @Test
  void onlyWhatIsNoFeedIsRefused() {
    assertThat(refused)
        .allSatisfy(
            line ->
                assertThat(line)
                    .containsAnyOf("invalid.json", "empty_feed.xml", "unknown_feed.xml"));
  }

  private static boolean isFeed(Path file) {
    String name = file.getFileName().toString();
    boolean expectation =
        name.endsWith("_expected.json")
            || Files.exists(file.resolveSibling(name.replaceAll("\\.json$", ".xml")));
    return name.endsWith(".xml") || !expectation;
  }

  private static Optional<Path> expectation(Path file) {
    String name = file.getFileName().toString();
    Path expected =
        file.resolveSibling(
            name.endsWith(".xml")
                ? name.replaceAll("\\.xml$", ".json")
                : name.replaceAll("\\.json$", "_expected.json"));
    return Files.exists(expected) ? Optional.of(expected) : Optional.empty();
  }

  private void read(String name, Path file) throws IOException {
    String kind = name.substring(0, name.lastIndexOf('/'));
    try {
      ParsedFeed feed =
          FeedParser.parse(Files.readAllBytes(file), Optional.empty(), "http://feed.test/feed");
      tally.add(kind, "feed", feed.mended() ? "read leniently" : "read");
      Optional<Path> expected = expectation(file);
      if (expected.isPresent()) {
        compare(
            kind, name, ExpectedFeed.of(json.readTree(Files.readAllBytes(expected.get()))), feed);
      }
    } catch (UnreadableFeedException unreadable) {
      tally.add(kind, "feed", "refused: " + unreadable.reason().label());
      refused.add(name + ": " + unreadable.getMessage());
    }
  }

  private void compare(String kind, String name, ExpectedFeed expected, ParsedFeed feed) {
    count(kind, name, "title", expected.title(), feed.title());
    count(kind, name, "link", expected.link(), feed.link());
    boolean sameCount = expected.items().size() == feed.items().size();
    tally.add(kind, "item count", sameCount ? Agreement.AGREE : Agreement.DIFFER);
    if (!sameCount) {
      wrongCounts.add(
          name + ": expected " + expected.items().size() + ", got " + feed.items().size());
      return;
    }
    for (int i = 0; i < feed.items().size(); i++) {
      ExpectedFeed.Item want = expected.items().get(i);
      FeedItem got = feed.items().get(i);
      countExact(kind, name, "item id", want.id(), got.id());
      count(kind, name, "item link", want.link(), got.link());
      count(kind, name, "item title", want.title(), got.title());
      countExact(
          kind,
          name,
          "item published",
          want.published().map(FeedConformanceTest::instant),
          got.published().map(time -> time.at().toString()));
      countExact(
          kind,
          name,
          "item updated",
          want.updated().map(FeedConformanceTest::instant),
          got.updated().map(time -> time.at().toString()));
    }
  }

  /** Titles are compared as plain text, which is what is kept of them. */
  private void count(
      String kind, String name, String field, Optional<String> expected, Optional<String> actual) {
    countExact(kind, name, field, expected.map(FeedConformanceTest::plain), actual);
  }

  private void countExact(
      String kind, String name, String field, Optional<String> expected, Optional<String> actual) {
    String outcome = Agreement.of(expected, actual);
    tally.add(kind, field, outcome);
    tally.add("all feeds", field, outcome);
    if (Boolean.getBoolean("weir.verbose")
        && !outcome.equals(Agreement.AGREE)
        && !outcome.equals(Agreement.NEITHER)) {
      System.out.println(
          name
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

  private static String instant(String text) {
    return DateParser.parse(text, Optional.empty()).map(time -> time.at().toString()).orElse(text);
  }

  private static String plain(String text) {
    return Jsoup.parse(text).text().replaceAll("\\s+", " ").strip();
  }
}
