package dev.weir.scrapers.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.weir.scrapers.feed.UnreadableFeedException.Reason;
import dev.weir.scrapers.text.StatedTime.Precision;
import dev.weir.scrapers.text.StatedTime.ZoneSource;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FeedParserTest {
  private static final String URL = "http://gazette.test/feeds/all.xml";

  @Test
  void anRssItemIsReadWhole() throws Exception {
    ParsedFeed feed =
        parse(
            """
            <rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/">
              <channel><title>The Gazette</title><link>http://gazette.test/</link><language>en</language>
                <item>
                  <guid isPermaLink="false">g-1</guid><link>/a/1?x=1&amp;y=2</link><title>Rain &amp;amp; wind</title>
                  <pubDate>Mon, 02 Nov 2026 10:15:30 +0100</pubDate><dc:creator>Ann Lee</dc:creator>
                </item>
              </channel>
            </rss>
            """);

    assertThat(feed.format()).isEqualTo("rss");
    assertThat(feed.version()).contains("2.0");
    assertThat(feed.title()).contains("The Gazette");
    assertThat(feed.link()).contains("http://gazette.test/");
    assertThat(feed.language()).contains("en");
    assertThat(feed.mended()).isFalse();
    FeedItem item = feed.items().get(0);
    assertThat(item.id()).contains("g-1");
    assertThat(item.link()).contains("http://gazette.test/a/1?x=1&y=2");
    assertThat(item.title()).contains("Rain & wind");
    assertThat(item.author()).contains("Ann Lee");
    assertThat(item.published())
        .hasValueSatisfying(
            time -> {
              assertThat(time.at()).isEqualTo(Instant.parse("2026-11-02T09:15:30Z"));
              assertThat(time.precision()).isEqualTo(Precision.SECOND);
              assertThat(time.zone()).isEqualTo(ZoneSource.OFFSET);
            });
  }

  @Test
  void aPermanentGuidServesAsLink() throws Exception {
    assertThat(item("<guid>http://gazette.test/a/1</guid>").link())
        .contains("http://gazette.test/a/1");
    assertThat(item("<guid isPermaLink='false'>http://gazette.test/a/1</guid>").link()).isEmpty();
  }

  @Test
  void anAuthorsAddressIsLeftOut() throws Exception {
    assertThat(item("<author>ann@gazette.test (Ann Lee)</author>").author()).contains("Ann Lee");
  }

  @Test
  void anAtomEntryIsReadWhole() throws Exception {
    ParsedFeed feed =
        parse(
            """
            <feed xmlns="http://www.w3.org/2005/Atom" xml:lang="de"><title type="html">Die &lt;b&gt;Zeitung&lt;/b&gt;</title>
              <author><name>Redaktion</name></author>
              <entry><id>tag:gazette.test,2026:1</id><title>Regen &lt; Wind</title>
                <link rel="edit" href="/edit/1"/><link href="../a/1"/>
                <published>2026-11-02T10:15Z</published><updated>2026-11-03T00:00:00.5+01:00</updated></entry>
            </feed>
            """);

    assertThat(feed.title()).contains("Die Zeitung");
    assertThat(feed.language()).contains("de");
    FeedItem item = feed.items().get(0);
    assertThat(item.id()).contains("tag:gazette.test,2026:1");
    assertThat(item.title()).contains("Regen < Wind");
    assertThat(item.link()).contains("http://gazette.test/a/1");
    assertThat(item.author()).contains("Redaktion");
    assertThat(item.published())
        .hasValueSatisfying(time -> assertThat(time.precision()).isEqualTo(Precision.MINUTE));
    assertThat(item.updated())
        .hasValueSatisfying(
            time -> assertThat(time.at()).isEqualTo(Instant.parse("2026-11-02T23:00:00.5Z")));
  }

  @Test
  void itemsOfAnRdfFeedStandBesideTheChannel() throws Exception {
    ParsedFeed feed =
        parse(
            """
            <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/">
              <channel><title>Gazette</title></channel>
              <item rdf:about="http://gazette.test/1"><title>One</title><link>http://gazette.test/1</link></item>
              <item rdf:about="http://gazette.test/2"><title>Two</title><link>http://gazette.test/2</link></item>
            </rdf:RDF>
            """);

    assertThat(feed.version()).contains("1.0");
    assertThat(feed.items())
        .extracting(item -> item.id().orElse(""))
        .containsExactly("http://gazette.test/1", "http://gazette.test/2");
  }

  @Test
  void aJsonFeedIsRead() throws Exception {
    ParsedFeed feed =
        parse(
            """
            {"version": "https://jsonfeed.org/version/1.1", "title": "Gazette", "home_page_url": "http://gazette.test/",
             "items": [{"id": 7, "url": "/a/7", "title": "Seven", "date_published": "2026-11-02", "authors": [{"name": "Ann"}, {"name": "Bo"}]}]}
            """);

    assertThat(feed.format()).isEqualTo("json");
    FeedItem item = feed.items().get(0);
    assertThat(item.id()).contains("7");
    assertThat(item.link()).contains("http://gazette.test/a/7");
    assertThat(item.author()).contains("Ann, Bo");
    assertThat(item.published())
        .hasValueSatisfying(time -> assertThat(time.precision()).isEqualTo(Precision.DAY));
  }

  @Test
  void aFeedThatIsNotWellFormedIsReadAndMarked() throws Exception {
    ParsedFeed feed =
        parse(
            "<rss><channel><title>Fish & Chips &nbsp;&mdash; &lt;3</title><item><title>One<link>http://a.test/1</link></item>");

    assertThat(feed.mended()).isTrue();
    assertThat(feed.title()).contains("Fish & Chips — <3");
    assertThat(feed.items()).hasSize(1);
  }

  @Test
  void aCharsetOfTheDeclarationHolds() throws Exception {
    byte[] body =
        "<?xml version='1.0' encoding='windows-1251'?><rss><channel><title>Новости</title></channel></rss>"
            .getBytes(Charset.forName("windows-1251"));

    assertThat(FeedParser.parse(body, Optional.empty(), URL).title()).contains("Новости");
  }

  @Test
  void aWronglyEncodedTextDoesNotCostTheFeed() throws Exception {
    ParsedFeed feed =
        parse(
            "<feed version='0.3' xmlns='http://purl.org/atom/ns#'><entry><title>One</title>"
                + "<content mode='base64'>%%%</content><summary mode='base64'>%</summary></entry></feed>");

    assertThat(feed.items()).extracting(FeedItem::title).containsExactly(Optional.of("One"));
  }

  @ParameterizedTest
  @CsvSource({
    "'', ?p=12, http://gazette.test/feeds/all.xml?p=12",
    "'', ../../../x/1, http://gazette.test/x/1",
    "'', //other.test/1, http://other.test/1",
    "'', ;x=1, http://gazette.test/feeds/;x=1",
    "'', winter storm, http://gazette.test/feeds/winter%20storm",
    "'', #top, http://gazette.test/feeds/all.xml#top",
    "http://other.test, news/1, http://other.test/news/1",
    "http://other.test/dir/, post/1, http://other.test/dir/post/1",
    "sub/, 1, http://gazette.test/feeds/sub/1",
  })
  void aRelativeLinkIsResolvedByRfc3986(String base, String reference, String link)
      throws Exception {
    String attribute = base.isEmpty() ? "" : " xml:base='" + base + "'";
    String rss =
        "<rss version='2.0'"
            + attribute
            + "><channel><item><link>"
            + reference
            + "</link></item></channel></rss>";
    assertThat(parse(rss).items().get(0).link()).contains(link);
  }

  @Test
  void anEntrysBaseIsRelativeToTheFeeds() throws Exception {
    String feed =
        "<feed xmlns='http://www.w3.org/2005/Atom' xml:base='/blog/'><entry xml:base='2013/08/'>"
            + "<id>1</id><link href='one'/></entry></feed>";
    assertThat(parse(feed).items().get(0).link()).contains("http://gazette.test/blog/2013/08/one");
  }

  @Test
  void ofSeveralAlternatesTheWebPageIsTheLink() throws Exception {
    String page = "<link href='http://gazette.test/1' rel='ALTERNATE' type='text/html'/>";
    String json =
        "<link href='http://gazette.test/1.json' rel='alternate' type='application/json'/>";
    String foreign = "<link href='nostr:naddr1abc' rel='alternate'/>";
    String self = "<link href='http://gazette.test/1.atom' rel='self'/>";
    String uri =
        "<link href='http://gazette.test/1'"
            + " rel='http://www.iana.org/assignments/relation/alternate'/>";
    assertThat(entry(self + json + page).link()).contains("http://gazette.test/1");
    assertThat(entry(foreign + page + json).link()).contains("http://gazette.test/1");
    assertThat(entry(uri + json).link()).contains("http://gazette.test/1");
    assertThat(entry(json).link()).contains("http://gazette.test/1.json");
    assertThat(entry(self).link()).isEmpty();
  }

  @Test
  void allCreatorsOfAnItemAreItsAuthors() throws Exception {
    assertThat(author("<dc:creator>Ann Lee</dc:creator><dc:creator>Bo Lind</dc:creator>"))
        .contains("Ann Lee, Bo Lind");
    assertThat(author("<dc:creator>ann@gazette.test (Ann Lee)</dc:creator>")).contains("Ann Lee");
    assertThat(author("<author>ann@gazette.test</author>")).isEmpty();
    assertThat(author("<author><name>Ann Lee</name></author>")).contains("Ann Lee");
    assertThat(author("<dc:creator> </dc:creator><author>Ann Lee</author>")).contains("Ann Lee");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<br />\n<b>Deprecated</b>: in <b>/srv/db.php</b><br />\n%s",
        "<br>\n<b>Warning</b>: not closed<br>%s",
        "Notice: something in /srv/feed.php on line 3\n%s",
        "<!-- cached --> %s",
        "%s\n<br />\n<b>Fatal error</b>: Uncaught Error<br />",
        "%s trailing text & more",
      })
  void messagesOfTheServerAroundAFeedAreSkipped(String around) throws Exception {
    String feed =
        "<?xml version='1.0'?>\n<rss version='2.0'><channel><item><title>One</title>"
            + "<link>http://gazette.test/1</link></item></channel></rss>";
    assertThat(parse(around.formatted(feed)).items())
        .extracting(FeedItem::title)
        .containsExactly(Optional.of("One"));
    String inside = "<?xml version='1.0'?><br/>" + feed.substring(feed.indexOf("<rss"));
    assertThat(parse(inside).items()).hasSize(1);
  }

  @Test
  void halvesOfACharacterMakeOneCharacter() throws Exception {
    assertThat(item("<title>Rain &#55357;&#56832; &#xD83D;&#xDE00;!</title>").title())
        .contains("Rain 😀 😀!");
  }

  @Test
  void aRelativeAddressOfAJsonFeedIsEscaped() throws Exception {
    ParsedFeed feed =
        parse(
            "{\"version\": \"https://jsonfeed.org/version/1\", \"items\": [{\"id\": \"1\","
                + " \"url\": \"/winter storm\", \"authors\": [\"Ann\", {\"name\": \"Ann\"}],},]}");
    assertThat(feed.items().get(0).link()).contains("http://gazette.test/winter%20storm");
    assertThat(feed.items().get(0).author()).contains("Ann");
  }

  @Test
  void whatIsNoFeedIsRefusedWithItsReason() {
    assertRefused(" \n", Reason.EMPTY, "no text");
    assertRefused("Hello", Reason.NOT_A_FEED, "without any markup");
    assertRefused("<!DOCTYPE html><html><body>404</body></html>", Reason.NOT_A_FEED, "html");
    assertRefused("{\"error\": 1}", Reason.NOT_A_FEED, "another kind of JSON");
    assertRefused("{\"version\": ", Reason.MALFORMED, "JSON");
  }

  static void assertRefused(String body, Reason reason, String facts) {
    assertThatExceptionOfType(UnreadableFeedException.class)
        .isThrownBy(() -> parse(body))
        .withMessageContaining(facts)
        .satisfies(refused -> assertThat(refused.reason()).isEqualTo(reason));
  }

  private static FeedItem item(String inside) throws UnreadableFeedException {
    return parse("<rss version='2.0'><channel><item>" + inside + "</item></channel></rss>")
        .items()
        .get(0);
  }

  private static Optional<String> author(String inside) throws UnreadableFeedException {
    return parse(
            "<rss xmlns:dc='http://purl.org/dc/elements/1.1/'><channel><item>"
                + inside
                + "</item></channel></rss>")
        .items()
        .get(0)
        .author();
  }

  private static FeedItem entry(String inside) throws UnreadableFeedException {
    return parse(
            "<feed xmlns='http://www.w3.org/2005/Atom'><entry><id>1</id>"
                + inside
                + "</entry></feed>")
        .items()
        .get(0);
  }

  private static ParsedFeed parse(String body) throws UnreadableFeedException {
    return FeedParser.parse(body.getBytes(StandardCharsets.UTF_8), Optional.empty(), URL);
  }
}
