package dev.weir.scrapers.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.ingest.http.PoliteHttpClient;
import dev.weir.ingest.source.Completeness;
import dev.weir.ingest.source.Next;
import dev.weir.ingest.source.PollResult;
import dev.weir.schemas.record.FrontierEntry;
import dev.weir.scrapers.settings.SitemapSettings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SitemapSourceTest {
  private static final String URL = "http://gazette.test/sitemap.xml";

  private final TestRuntime runtime = new TestRuntime();
  private TestWeb web;
  private PoliteHttpClient client;
  private SitemapSource sitemap;

  @BeforeEach
  void start() throws IOException {
    web = new TestWeb();
    client = web.client(runtime);
    sitemap = source(URL);
  }

  @AfterEach
  void stop() {
    client.close();
    web.close();
  }

  @Test
  void unknownPagesOfTheSiteAreFound() throws Exception {
    serve(page("/a", "2026-11-01"), page("/b", ""), "<url><loc>http://other.test/c</loc></url>");
    PollResult result = runtime.poll(sitemap);
    assertThat(found()).containsExactly("http://gazette.test/a", "http://gazette.test/b");
    assertThat(result.extent())
        .isEqualTo(Completeness.contiguous(runtime.instant(), runtime.instant().toString()));
    assertThat(result.next()).isEqualTo(Next.interval());
  }

  @Test
  void onlyWhatChangedSinceItsLastFetchIsFoundAgain() throws Exception {
    Instant fetched = runtime.instant();
    runtime.frontier.accept(state("http://gazette.test/a", fetched));
    runtime.frontier.accept(state("http://gazette.test/b", fetched));
    runtime.pass(Duration.ofMinutes(10));
    serve(
        page("/a", fetched.minusSeconds(60).toString()),
        page("/b", fetched.plusSeconds(60).toString()));
    runtime.poll(sitemap);
    assertThat(found()).containsExactly("http://gazette.test/b");
    assertThat(runtime.frontier.due("gazette.test", runtime.instant(), 9)).hasSize(1);
  }

  @Test
  void aLongSitemapIsReadInSeveralWalksTheNewestPagesFirst() throws Exception {
    serve(
        page("/a", "2026-10-01"),
        page("/b", "2026-10-05"),
        page("/c", "2026-10-03"),
        page("/d", "2026-10-04"),
        page("/e", ""));
    PollResult first = runtime.poll(sitemap);
    assertThat(found())
        .containsExactly("http://gazette.test/b", "http://gazette.test/d", "http://gazette.test/c");
    assertThat(first.extent()).isInstanceOf(Completeness.Unknown.class);
    PollResult second = runtime.poll(sitemap);
    assertThat(found()).hasSize(5);
    assertThat(second.extent()).isInstanceOf(Completeness.Contiguous.class);
  }

  @Test
  void anIndexIsWalkedDocumentByDocument() throws Exception {
    web.text(
        URL,
        "application/xml",
        "<sitemapindex xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">"
            + "<sitemap><loc>http://gazette.test/1.xml</loc></sitemap>"
            + "<sitemap><loc>http://gazette.test/2.xml.gz</loc></sitemap></sitemapindex>");
    web.text("http://gazette.test/1.xml", "application/xml", urls(page("/a", "")));
    byte[] packed = gzip(urls(page("/b", "")));
    web.on(
        "http://gazette.test/2.xml.gz",
        exchange -> TestWeb.send(exchange, 200, "application/gzip", packed));
    PollResult first = runtime.poll(sitemap);
    Instant started = runtime.instant();
    assertThat(first.extent()).isEqualTo(Completeness.pending());
    assertThat(first.next()).isEqualTo(Next.immediately());
    assertThat(runtime.poll(sitemap).extent()).isEqualTo(Completeness.pending());
    PollResult last = runtime.poll(sitemap);
    assertThat(last.extent()).isEqualTo(Completeness.contiguous(started, started.toString()));
    assertThat(found()).containsExactly("http://gazette.test/a", "http://gazette.test/b");
  }

  @Test
  void anIndexInsideAnIndexIsWalkedToo() throws Exception {
    web.text(
        URL, "application/xml", index("http://gazette.test/i.xml", "http://gazette.test/z.xml"));
    web.text("http://gazette.test/i.xml", "text/xml", index("http://gazette.test/1.xml", URL));
    web.text("http://gazette.test/1.xml", "text/xml", urls(page("/a", "")));
    web.text("http://gazette.test/z.xml", "text/xml", urls(page("/b", "")));
    Completeness extent = walk();
    assertThat(found()).containsExactly("http://gazette.test/a", "http://gazette.test/b");
    assertThat(extent)
        .isInstanceOfSatisfying(
            Completeness.Unknown.class,
            cut -> assertThat(cut.reason()).contains("nested too deep").contains(URL));
  }

  @Test
  void aSitemapOfAnotherHostIsReadWhereRobotsTxtNamesIt() throws Exception {
    web.text(URL, "text/xml", index("http://cdn.other.test/1.xml", "http://gazette.test/2.xml"));
    web.text("http://cdn.other.test/1.xml", "text/xml", urls(page("/a", "")));
    web.text("http://gazette.test/2.xml", "text/xml", urls(page("/b", "")));
    assertThat(walk())
        .isInstanceOfSatisfying(
            Completeness.Unknown.class,
            cut -> assertThat(cut.reason()).contains("another host").contains("cdn.other.test"));
    assertThat(found()).containsExactly("http://gazette.test/b");
    web.text(
        "http://gazette.test/robots.txt", "text/plain", "Sitemap: http://cdn.other.test/1.xml\n");
    runtime.pass(Duration.ofDays(2));
    assertThat(walk()).isInstanceOf(Completeness.Contiguous.class);
    assertThat(found()).containsExactly("http://gazette.test/b", "http://gazette.test/a");
  }

  @Test
  void aSitemapThatRobotsTxtDisallowsIsNotRead() throws Exception {
    web.text("http://gazette.test/robots.txt", "text/plain", "User-agent: *\nDisallow: /1.xml\n");
    web.text(URL, "text/xml", index("http://gazette.test/1.xml"));
    assertThat(walk()).isInstanceOf(Completeness.Unknown.class);
    assertThat(web.count("http://gazette.test/1.xml")).isZero();
  }

  @Test
  void aSitemapThatAlwaysFailsIsSkippedAndTriedAgainInTheNextWalk() throws Exception {
    web.text(
        URL,
        "text/xml",
        index("http://gazette.test/1.xml", "http://gazette.test/2.xml")
            .replace("</loc>", "</loc><lastmod>2026-10-01</lastmod>"));
    web.status("http://gazette.test/1.xml", 500);
    web.text("http://gazette.test/2.xml", "text/xml", urls(page("/b", "")));
    assertThat(walk())
        .isInstanceOfSatisfying(
            Completeness.Unknown.class,
            cut -> assertThat(cut.reason()).contains("1.xml").contains("500"));
    assertThat(web.count("http://gazette.test/1.xml")).isEqualTo(3);
    assertThat(found()).containsExactly("http://gazette.test/b");
    web.text("http://gazette.test/1.xml", "text/xml", urls(page("/a", "")));
    assertThat(walk()).isInstanceOf(Completeness.Contiguous.class);
    assertThat(found()).contains("http://gazette.test/a");
  }

  @Test
  void aWalkGoesOnAfterARestart() throws Exception {
    web.text(URL, "text/xml", index("http://gazette.test/1.xml", "http://gazette.test/2.xml"));
    web.text("http://gazette.test/1.xml", "text/xml", urls(page("/a", "")));
    web.text("http://gazette.test/2.xml", "text/xml", urls(page("/b", "")));
    runtime.poll(sitemap);
    runtime.poll(sitemap);
    sitemap = source(URL);
    assertThat(walk()).isInstanceOf(Completeness.Contiguous.class);
    assertThat(web.count("http://gazette.test/1.xml")).isEqualTo(1);
    assertThat(found()).containsExactly("http://gazette.test/a", "http://gazette.test/b");
  }

  @Test
  void anIndexThatIsLostAfterARestartEndsTheWalk() throws Exception {
    web.text(URL, "text/xml", index("http://gazette.test/1.xml", "http://gazette.test/2.xml"));
    web.text("http://gazette.test/1.xml", "text/xml", urls(page("/a", "")));
    runtime.poll(sitemap);
    runtime.poll(sitemap);
    web.text(URL, "text/html", "<html>closed</html>");
    sitemap = source(URL);
    assertThat(walk()).isInstanceOf(Completeness.Unknown.class);
  }

  @Test
  void anIndexThatAnotherProcessHasReadAgainMeanwhileIsReadAgainHere() throws Exception {
    web.text(URL, "text/xml", index("http://gazette.test/1.xml", "http://gazette.test/2.xml"));
    for (int i = 1; i <= 4; i++) {
      String page = urls(page("/" + i, ""));
      web.text("http://gazette.test/" + i + ".xml", "text/xml", page);
    }
    SitemapSource here = sitemap;
    runtime.poll(here);
    web.text(URL, "text/xml", index("http://gazette.test/3.xml", "http://gazette.test/4.xml"));
    sitemap = source(URL);
    runtime.poll(sitemap);
    runtime.poll(sitemap);
    sitemap = here;
    walk();
    assertThat(found()).containsExactly("http://gazette.test/3", "http://gazette.test/4");
  }

  @Test
  void aWalkWithoutAnEndIsCutAndSaysSo() throws Exception {
    String[] children =
        IntStream.range(0, 20)
            .mapToObj(i -> "http://gazette.test/" + i + ".xml")
            .toArray(String[]::new);
    web.text(URL, "text/xml", index(children));
    for (String child : children) {
      web.text(child, "text/xml", urls(page("/a", "")));
    }
    sitemap = source(URL, new SitemapSource.Limits(5, 1_000_000));
    assertThat(walk())
        .isInstanceOfSatisfying(
            Completeness.Unknown.class,
            cut -> assertThat(cut.reason()).contains("at most 5 sitemaps").contains(URL));
    assertThat(web.requests()).filteredOn(url -> url.contains("sitemap.xml")).hasSize(1);
    assertThat(web.requests()).filteredOn(url -> url.matches(".*/\\d+\\.xml")).hasSize(4);
    sitemap = source(URL, new SitemapSource.Limits(1_000, 1_500));
    assertThat(walk())
        .isInstanceOfSatisfying(
            Completeness.Unknown.class,
            cut -> assertThat(cut.reason()).contains("at most 1500 bytes"));
  }

  @Test
  void aSitemapOfAnotherHostWaitsWhileRobotsTxtCannotBeHad() throws Exception {
    web.text(URL, "text/xml", index("http://cdn.other.test/1.xml"));
    web.text("http://cdn.other.test/1.xml", "text/xml", urls(page("/a", "")));
    web.status("http://gazette.test/robots.txt", 503);
    runtime.poll(sitemap);
    PollResult result = runtime.poll(sitemap);
    assertThat(result.extent()).isEqualTo(Completeness.pending());
    assertThat(result.next()).isInstanceOf(Next.After.class);
    assertThat(walk())
        .isInstanceOfSatisfying(
            Completeness.Unknown.class, cut -> assertThat(cut.reason()).contains("robots.txt"));
    assertThat(web.count("http://cdn.other.test/1.xml")).isZero();
  }

  @Test
  void theCursorOfAnIndexOf50000LongAddressesIsSmall() throws Exception {
    String[] children =
        IntStream.range(0, 50_000).mapToObj(i -> "http://gazette.test/" + i).toArray(String[]::new);
    web.on(URL, exchange -> TestWeb.send(exchange, 200, "application/gzip", gzip(index(children))));
    PollResult result = runtime.poll(sitemap);
    assertThat(result.next()).isEqualTo(Next.immediately());
    assertThat(result.nextPosition().orElseThrow().length()).isLessThan(1_000);
  }

  @Test
  void anotherAddressInTheSettingsIsAskedWithoutTheOldOnesValidators() throws Exception {
    web.on(URL, TestWeb.tagged("\"m\"", "application/xml", urls(page("/a", ""))));
    runtime.poll(sitemap);
    web.on(
        "http://gazette.test/right.xml",
        TestWeb.tagged("\"m\"", "application/xml", urls(page("/b", ""))));
    runtime.poll(source("http://gazette.test/right.xml"));
    assertThat(found()).containsExactly("http://gazette.test/a", "http://gazette.test/b");
  }

  @Test
  void anUnchangedSitemapIsNotReadAgain() throws Exception {
    web.on(URL, TestWeb.tagged("\"m\"", "application/xml", urls(page("/a", ""))));
    runtime.poll(sitemap);
    PollResult second = runtime.poll(sitemap);
    assertThat(second.records()).isEmpty();
    assertThat(second.extent()).isInstanceOf(Completeness.Contiguous.class);
  }

  @Test
  void whatIsNoSitemapIsOneDeadLetter() throws Exception {
    web.text(URL, "text/html", "<html><body>hello</body></html>");
    assertThat(runtime.poll(sitemap).extent()).isInstanceOf(Completeness.Unknown.class);
    runtime.poll(sitemap);
    assertThat(runtime.deadLetters).hasSize(1);
    assertThat(runtime.deadLetters.get(0).getErrorType()).isEqualTo("not-a-sitemap");
  }

  @Test
  void entitiesAreRefused() throws Exception {
    web.text(
        URL,
        "application/xml",
        "<?xml version=\"1.0\"?><!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/hostname\">]>"
            + urls("<url><loc>http://gazette.test/&e;</loc></url>"));
    runtime.poll(sitemap);
    assertThat(found()).noneMatch(url -> url.length() > "http://gazette.test/".length());
  }

  private SitemapSource source(String url, SitemapSource.Limits limits) {
    return new SitemapSource(
        new SitemapSettings("gazette", url, Duration.ofHours(1), 3),
        client,
        Set.of("gazette.test"),
        limits);
  }

  private SitemapSource source(String url) {
    return new SitemapSource(
        new SitemapSettings("gazette", url, Duration.ofHours(1), 3),
        client,
        Set.of("gazette.test"));
  }

  /** Polls to the end of a walk. */
  private Completeness walk() throws Exception {
    for (int i = 0; i < 50; i++) {
      PollResult result = runtime.poll(sitemap);
      if (result.next().equals(Next.interval())) {
        return result.extent();
      }
      assertThat(result.extent()).isEqualTo(Completeness.pending());
    }
    throw new AssertionError("Expected the walk to end");
  }

  private static String index(String... sitemaps) {
    return "<sitemapindex><sitemap><loc>"
        + String.join("</loc></sitemap><sitemap><loc>", sitemaps)
        + "</loc></sitemap></sitemapindex>";
  }

  private List<String> found() {
    return runtime.findings.stream().map(FrontierEntry::getUrl).toList();
  }

  private void serve(String... pages) {
    web.text(URL, "application/xml", urls(pages));
  }

  private static String urls(String... pages) {
    return "<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">"
        + String.join("", pages)
        + "</urlset>";
  }

  private static String page(String path, String modified) {
    return "<url><loc>http://gazette.test"
        + path
        + "</loc>"
        + (modified.isEmpty() ? "" : "<lastmod>" + modified + "</lastmod>")
        + "</url>";
  }

  private static byte[] gzip(String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return bytes.toByteArray();
  }

  private static FrontierEntry state(String url, Instant fetched) {
    return FrontierEntry.newBuilder()
        .setUrl(url)
        .setDomain("gazette.test")
        .setDiscoveredBy("feed/gazette")
        .setDiscoveredAt(fetched)
        .setNextFetchAt(fetched.plus(Duration.ofDays(1)))
        .setPriority(0)
        .setRevision(1)
        .setLastFetchedAt(fetched)
        .build();
  }
}
