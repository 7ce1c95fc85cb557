package dev.weir.scrapers.source;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.ingest.http.PoliteHttpClient;
import dev.weir.ingest.source.Completeness;
import dev.weir.ingest.source.Next;
import dev.weir.ingest.source.PollResult;
import dev.weir.ingest.source.SourceRefusedException;
import dev.weir.schemas.record.FrontierEntry;
import dev.weir.scrapers.feed.FeedItem;
import dev.weir.scrapers.feed.FeedParser;
import dev.weir.scrapers.settings.FeedSettings;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FeedSourceTest {
  private static final String URL = "http://gazette.test/feed.xml";

  private final TestRuntime runtime = new TestRuntime();
  private TestWeb web;
  private PoliteHttpClient client;
  private FeedSource feed;

  @BeforeEach
  void start() throws IOException {
    web = new TestWeb();
    client = web.client(runtime);
    feed =
        new FeedSource(
            new FeedSettings("gazette", URL, Duration.ofMinutes(1)),
            client,
            Set.of("gazette.test", "herald.test"));
  }

  @AfterEach
  void stop() {
    client.close();
    web.close();
  }

  @Test
  void theFirstPollFindsAllItemsOfSitesThatAreFetched() throws Exception {
    web.text(
        URL,
        "application/rss+xml",
        feed(item("http://gazette.test/1?utm_source=rss"), item("http://elsewhere.test/x")));
    PollResult result = runtime.poll(feed);
    assertThat(runtime.findings)
        .extracting(FrontierEntry::getUrl)
        .containsExactly("http://gazette.test/1");
    FrontierEntry finding = runtime.findings.get(0);
    assertThat(finding.getDiscoveredBy()).isEqualTo("feed/gazette");
    assertThat(finding.getDomain()).isEqualTo("gazette.test");
    assertThat(finding.getRevision()).isZero();
    assertThat(result.extent()).isInstanceOf(Completeness.Contiguous.class);
    assertThat(result.next()).isEqualTo(Next.interval());
  }

  @Test
  void thePositionTellsWhichItemsWereRead() throws Exception {
    serve(rss("1", "2"));
    PollResult result = runtime.poll(feed);

    FollowedFeed followed = FollowedFeed.of(feed.id(), result.nextPosition().orElseThrow());
    assertThat(followed.wasRead()).isTrue();
    List<FeedItem> items =
        FeedParser.parse(rss("2", "3").getBytes(UTF_8), Optional.empty(), URL).items();
    assertThat(items).extracting(followed::knows).containsExactly(true, false);
    assertThat(FollowedFeed.of(feed.id(), "{}").wasRead()).isFalse();
  }

  @Test
  void aPollThatOverlapsTheOneBeforeIsContiguous() throws Exception {
    serve(rss("2", "1"));
    runtime.poll(feed);
    serve(rss("3", "2"));
    PollResult result = runtime.poll(feed);
    assertThat(result.extent()).isInstanceOf(Completeness.Contiguous.class);
    assertThat(runtime.findings)
        .extracting(FrontierEntry::getUrl)
        .hasSize(3)
        .last()
        .isEqualTo("http://gazette.test/3");
  }

  @Test
  void aFeedThatIsTooLongIsReadToTheLimitAndSaysSo() throws Exception {
    serve(rss(IntStream.range(0, 2_001).mapToObj(Integer::toString).toArray(String[]::new)));
    PollResult result = runtime.poll(feed);
    assertThat(runtime.findings).hasSize(2_000);
    assertThat(result.extent())
        .isEqualTo(
            new Completeness.Unknown(runtime.instant(), "feed longer than the 2000 items read"));
  }

  @Test
  void aFeedThatRolledOverLeavesAGap() throws Exception {
    serve(rss("2", "1"));
    runtime.poll(feed);
    Instant before = runtime.instant();
    runtime.pass(Duration.ofMinutes(5));
    serve(rss("9", "8"));
    PollResult result = runtime.poll(feed);
    assertThat(result.extent())
        .isEqualTo(
            Completeness.gap(
                before,
                runtime.instant(),
                "feed rolled over",
                "http://gazette.test/2",
                "http://gazette.test/9"));
    serve(rss("10", "9"));
    assertThat(runtime.poll(feed).extent()).isInstanceOf(Completeness.Contiguous.class);
  }

  @Test
  void anUnchangedFeedIsContiguousWithoutBeingRead() throws Exception {
    web.on(URL, TestWeb.tagged("\"a\"", "application/rss+xml", rss("1")));
    runtime.poll(feed);
    PollResult second = runtime.poll(feed);
    assertThat(second.records()).isEmpty();
    assertThat(second.extent())
        .isEqualTo(Completeness.contiguous(runtime.instant(), "http://gazette.test/1"));
  }

  @Test
  void anItemThatChangedIsNews() throws Exception {
    serve(rss("1", "2"));
    runtime.poll(feed);
    serve(rss("1", "2").replace("Title of http://gazette.test/2", "Another title"));
    runtime.poll(feed);
    assertThat(runtime.findings).hasSize(3);
    assertThat(runtime.findings.get(2).getUrl()).isEqualTo("http://gazette.test/2");
    assertThat(runtime.findings.get(2).getPriority()).isEqualTo(1);
  }

  @Test
  void whatIsNoFeedIsOneDeadLetterAndTheFeedGoesOn() throws Exception {
    serve(rss("2", "1"));
    runtime.poll(feed);
    web.text(URL, "text/html", "<html><body>Down for maintenance</body></html>");
    assertThat(runtime.poll(feed).extent()).isEqualTo(Completeness.pending());
    runtime.poll(feed);
    assertThat(runtime.deadLetters).hasSize(1);
    assertThat(runtime.deadLetters.get(0).getErrorType()).isEqualTo("not-a-feed");
    assertThat(runtime.deadLetters.get(0).getSource()).isEqualTo("feed/gazette");
    serve(rss("3", "2"));
    assertThat(runtime.poll(feed).extent()).isInstanceOf(Completeness.Contiguous.class);
    assertThat(runtime.findings).hasSize(3);
  }

  @Test
  void anEntityBombIsADeadLetter() throws Exception {
    StringBuilder bomb =
        new StringBuilder("<?xml version=\"1.0\"?><!DOCTYPE rss [<!ENTITY a0 \"lol\">");
    for (int i = 1; i < 12; i++) {
      bomb.append("<!ENTITY a")
          .append(i)
          .append(" \"")
          .append(("&a" + (i - 1) + ";").repeat(10))
          .append("\">");
    }
    bomb.append("]><rss version=\"2.0\"><channel><title>&a11;</title></channel></rss>");
    serve(bomb.toString());
    runtime.poll(feed);
    assertThat(runtime.deadLetters).hasSize(1);
    System.out.println(
        "feed with an entity bomb: dead letter "
            + runtime.deadLetters.get(0).getErrorType()
            + ", "
            + runtime.deadLetters.get(0).getErrorMessage());
    serve(rss("1"));
    assertThat(runtime.poll(feed).extent()).isInstanceOf(Completeness.Contiguous.class);
  }

  @Test
  void aFeedThatIsTooLongIsADeadLetter() throws Exception {
    serve(" ".repeat(2 << 20));
    runtime.poll(feed);
    runtime.poll(feed);
    assertThat(runtime.deadLetters).hasSize(1);
    assertThat(runtime.deadLetters.get(0).getErrorType()).isEqualTo("too-large");
  }

  @Test
  void anEmptyFeedClaimsNothing() throws Exception {
    serve(rss("1"));
    runtime.poll(feed);
    serve(rss());
    assertThat(runtime.poll(feed).extent()).isEqualTo(Completeness.pending());
    serve(rss("2", "1"));
    assertThat(runtime.poll(feed).extent()).isInstanceOf(Completeness.Contiguous.class);
    serve(rss());
    runtime.poll(feed);
    serve(rss("9", "8"));
    assertThat(runtime.poll(feed).extent()).isInstanceOf(Completeness.Gap.class);
  }

  @Test
  void aFeedThatWasEmptyAtFirstHasAGapBeforeItsFirstItems() throws Exception {
    serve(rss());
    runtime.poll(feed);
    serve(rss("9", "8"));
    assertThat(runtime.poll(feed).extent())
        .isInstanceOfSatisfying(
            Completeness.Gap.class,
            gap -> assertThat(gap.reason()).isEqualTo("feed filled up from nothing"));
  }

  @Test
  void elevenPostsLostBehindAPinnedItemAreAGap() throws Exception {
    serve(rss("pinned", "5", "4", "3", "2", "1"));
    runtime.poll(feed);
    serve(rss("pinned", "21", "20", "19", "18", "17"));
    assertThat(runtime.poll(feed).extent()).isInstanceOf(Completeness.Gap.class);
    serve(rss("pinned", "23", "22", "21", "20", "19"));
    assertThat(runtime.poll(feed).extent()).isInstanceOf(Completeness.Contiguous.class);
  }

  @Test
  void twoItemsWithOneGuidAreToldApartByTheirLinksAndAnnouncedOnce() throws Exception {
    String one = item("http://gazette.test/1").replaceAll("<guid>.*</guid>", "<guid>g</guid>");
    String two = item("http://gazette.test/2").replaceAll("<guid>.*</guid>", "<guid>g</guid>");
    String same = one.replace("Title of", "Other title of");
    serve(feed(two, one, same, one));
    runtime.poll(feed);
    assertThat(runtime.findings).hasSize(3);
    runtime.poll(feed);
    serve(feed(one));
    runtime.poll(feed);
    assertThat(runtime.findings).hasSize(3);
    serve(feed(two, one));
    runtime.poll(feed);
    assertThat(runtime.findings).hasSize(4);
    assertThat(runtime.findings.get(3).getUrl()).isEqualTo("http://gazette.test/2");
  }

  @Test
  void aGuidOfManyItemsIsNoOverlap() throws Exception {
    serve(rss("2", "1").replace("<guid>http://gazette.test/2<", "<guid>g<"));
    runtime.poll(feed);
    serve(rss("9", "8", "7", "6").replace("<guid>http://gazette.test/6<", "<guid>g<"));
    assertThat(runtime.poll(feed).extent()).isInstanceOf(Completeness.Gap.class);
  }

  @Test
  void linksThatAreNewEachTimeAreNoGap() throws Exception {
    serve(rss("3", "2", "1").replaceAll("(<link>[^<]*)</link>", "$1?n=1</link>"));
    runtime.poll(feed);
    serve(rss("4", "3", "2").replaceAll("(<link>[^<]*)</link>", "$1?n=2</link>"));
    assertThat(runtime.poll(feed).extent()).isInstanceOf(Completeness.Contiguous.class);
  }

  @Test
  void aFeedWithoutGuidsThatIsReadTwiceFindsNothingNew() throws Exception {
    serve(rss("2", "1").replaceAll("<guid>[^<]*</guid>", ""));
    runtime.poll(feed);
    serve(
        rss("2", "1")
            .replaceAll("<guid>[^<]*</guid>", "")
            .replaceAll("(<link>[^<]*)</link>", "$1?utm_source=feed7</link>"));
    assertThat(runtime.poll(feed).extent()).isInstanceOf(Completeness.Contiguous.class);
    assertThat(runtime.findings).hasSize(2);
  }

  @Test
  void anUnchangedAnswerOfAFeedThatWasCutIsNotComplete() throws Exception {
    String[] numbers = IntStream.range(0, 2_001).mapToObj(Integer::toString).toArray(String[]::new);
    web.on(URL, TestWeb.tagged("\"a\"", "application/rss+xml", rss(numbers)));
    runtime.poll(feed);
    PollResult second = runtime.poll(feed);
    assertThat(second.records()).isEmpty();
    assertThat(second.extent()).isInstanceOf(Completeness.Unknown.class);
  }

  @Test
  void anAddressThatTheUserCorrectsIsAskedAtOnceAndWithoutTheOldOnesValidators() throws Exception {
    web.redirect(URL, 301, "/wrong.xml");
    web.on(
        "http://gazette.test/wrong.xml", TestWeb.tagged("\"a\"", "application/rss+xml", rss("1")));
    runtime.poll(feed);
    web.on(
        "http://gazette.test/right.xml",
        TestWeb.tagged("\"a\"", "application/rss+xml", rss("9", "8")));
    FeedSource corrected =
        new FeedSource(
            new FeedSettings("gazette", "http://gazette.test/right.xml", Duration.ofMinutes(1)),
            client,
            Set.of("gazette.test"));
    assertThat(runtime.poll(corrected).extent())
        .isInstanceOfSatisfying(
            Completeness.Gap.class,
            gap -> assertThat(gap.reason()).isEqualTo("the feed's address was changed"));
    assertThat(runtime.findings)
        .extracting(FrontierEntry::getUrl)
        .contains("http://gazette.test/9", "http://gazette.test/8");
    assertThat(runtime.poll(corrected).extent()).isInstanceOf(Completeness.Contiguous.class);
    assertThat(web.count("http://gazette.test/wrong.xml")).isEqualTo(1);
  }

  @Test
  void anUnchangedAnswerOfAnotherAddressClaimsNothing() throws Exception {
    web.redirect(URL, 302, "/one.xml");
    web.on("http://gazette.test/one.xml", TestWeb.tagged("\"a\"", "text/xml", rss("1")));
    web.on("http://gazette.test/two.xml", TestWeb.tagged("\"a\"", "text/xml", rss("9", "8")));
    runtime.poll(feed);
    web.redirect(URL, 302, "/two.xml");
    PollResult unchanged = runtime.poll(feed);
    assertThat(unchanged.extent()).isEqualTo(Completeness.pending());
    assertThat(unchanged.next()).isEqualTo(Next.immediately());
    assertThat(runtime.poll(feed).extent()).isInstanceOf(Completeness.Gap.class);
  }

  @Test
  void whereAFeedMovedToMayDisappearWithoutEndingIt() throws Exception {
    web.redirect(URL, 301, "/new.xml");
    web.text("http://gazette.test/new.xml", "application/rss+xml", rss("1"));
    runtime.poll(feed);
    web.status("http://gazette.test/new.xml", 410);
    serve(rss("2", "1"));
    assertThat(runtime.poll(feed).next()).isEqualTo(Next.immediately());
    assertThat(runtime.poll(feed).extent()).isInstanceOf(Completeness.Contiguous.class);
  }

  @Test
  void aPermanentRedirectIsRemembered() throws Exception {
    web.redirect(URL, 301, "/new.xml");
    web.text("http://gazette.test/new.xml", "application/rss+xml", rss("1"));
    runtime.poll(feed);
    runtime.poll(feed);
    assertThat(web.count(URL)).isEqualTo(1);
    assertThat(web.count("http://gazette.test/new.xml")).isEqualTo(2);
  }

  @Test
  void aTemporaryRedirectIsNot() throws Exception {
    web.redirect(URL, 302, "/new.xml");
    web.text("http://gazette.test/new.xml", "application/rss+xml", rss("1"));
    runtime.poll(feed);
    runtime.poll(feed);
    assertThat(web.count(URL)).isEqualTo(2);
  }

  @Test
  void aFeedThatIsGoneForGoodStops() {
    web.status(URL, 410);
    assertThatThrownBy(() -> runtime.poll(feed))
        .isInstanceOf(SourceRefusedException.class)
        .hasMessageContaining("410");
  }

  @Test
  void aBusyServerIsLeftAloneForAsLongAsItSays() throws Exception {
    web.on(
        URL,
        exchange -> {
          exchange.getResponseHeaders().set("Retry-After", "120");
          TestWeb.send(exchange, 429, "text/plain", "slow down");
        });
    PollResult result = runtime.poll(feed);
    assertThat(result.next()).isEqualTo(Next.after(Duration.ofSeconds(120)));
    assertThat(result.extent()).isEqualTo(Completeness.pending());
  }

  @Test
  void anEmptyAnswerBetweenTwoHidesNoGap() throws Exception {
    serve(rss("5", "4", "3", "2", "1"));
    runtime.poll(feed);
    Instant last = runtime.instant();
    for (int i = 0; i < 3; i++) {
      serve(rss());
      runtime.poll(feed);
    }
    serve(rss("25", "24", "23", "22", "21"));
    assertThat(runtime.poll(feed).extent())
        .isInstanceOfSatisfying(
            Completeness.Gap.class, gap -> assertThat(gap.from()).isEqualTo(last));
  }

  @Test
  void anItemThatOnlyGotANewDateHidesNoGap() throws Exception {
    serve(feed(dated("3", 3), dated("2", 2), dated("1", 1)));
    runtime.poll(feed);
    serve(feed(dated("9", 9), dated("8", 8), dated("3", 7)));
    assertThat(runtime.poll(feed).extent()).isInstanceOf(Completeness.Gap.class);
    serve(feed(dated("11", 11), dated("10", 10), dated("9", 9)));
    assertThat(runtime.poll(feed).extent()).isInstanceOf(Completeness.Contiguous.class);
  }

  private static String dated(String number, int day) {
    return item("http://gazette.test/" + number)
        .replace("</item>", "<pubDate>2026-10-%02dT00:00:00Z</pubDate></item>".formatted(day));
  }

  @Test
  void aServerThatAnswersNotModifiedToWhateverIsAskedIsAnError() {
    web.on(
        URL,
        exchange -> {
          exchange.sendResponseHeaders(304, -1);
          exchange.close();
        });
    assertThatThrownBy(() -> runtime.poll(feed))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(URL)
        .hasMessageContaining("304");
    assertThat(web.count(URL)).isEqualTo(1);
  }

  @Test
  void aBrokenServerIsAnError() {
    web.status(URL, 500);
    assertThatThrownBy(() -> runtime.poll(feed))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(URL)
        .hasMessageContaining("500");
  }

  private void serve(String body) {
    web.text(URL, "application/rss+xml", body);
  }

  private static String rss(String... numbers) {
    String[] items = new String[numbers.length];
    for (int i = 0; i < numbers.length; i++) {
      items[i] = item("http://gazette.test/" + numbers[i]);
    }
    return feed(items);
  }

  private static String item(String link) {
    return "<item><title>Title of "
        + link
        + "</title><link>"
        + link
        + "</link><guid>"
        + link
        + "</guid></item>";
  }

  private static String feed(String... items) {
    return "<?xml version=\"1.0\"?><rss version=\"2.0\"><channel><title>Gazette</title>"
        + String.join("", items)
        + "</channel></rss>";
  }
}
