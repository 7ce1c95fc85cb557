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

  private static ParsedFeed parse(String body) throws UnreadableFeedException {
    return FeedParser.parse(body.getBytes(StandardCharsets.UTF_8), Optional.empty(), URL);
  }
}
