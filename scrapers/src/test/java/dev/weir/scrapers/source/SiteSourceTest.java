package dev.weir.scrapers.source;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import dev.weir.ingest.http.PoliteHttpClient;
import dev.weir.ingest.settings.HttpSettings;
import dev.weir.ingest.settings.SiteSettings;
import dev.weir.ingest.source.Completeness;
import dev.weir.ingest.source.Next;
import dev.weir.ingest.source.PollResult;
import dev.weir.schemas.record.FrontierEntry;
import dev.weir.schemas.record.Page;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SiteSourceTest {
  private static final String A = "http://gazette.test/a";
  private static final Set<String> DOMAINS = Set.of("gazette.test", "go.test");

  private final TestRuntime runtime = new TestRuntime();
  private TestWeb web;
  private PoliteHttpClient client;
  private SiteSource gazette;
  private SiteSource shortener;

  @BeforeEach
  void start() throws IOException {
    web = new TestWeb();
    client = web.client(runtime, Duration.ofSeconds(2));
    gazette = site("gazette.test");
    shortener = site("go.test");
  }

  @AfterEach
  void stop() {
    client.close();
    web.close();
  }

  private SiteSource site(String domain) {
    return new SiteSource(
        new SiteSettings(domain, null, null), Duration.ofMillis(50), client, DOMAINS, runtime);
  }

  @Test
  void aFoundUrlBecomesAPage() throws Exception {
    web.page(A, article("Weir opens", "The weir was opened today by the mayor."));
    Instant found = runtime.instant();
    runtime.findNews(A);
    PollResult result = runtime.poll(gazette);
    Page page = runtime.lastPage();
    assertThat(page.getUrl()).isEqualTo(A);
    assertThat(page.getRevision()).isEqualTo(1);
    assertThat(page.getOutcome()).isEqualTo("fetched");
    assertThat(page.getTitle()).isEqualTo("Weir opens");
    assertThat(page.getText()).contains("opened today");
    assertThat(page.getSite()).isEqualTo("gazette.test");
    assertThat(page.getSource()).isEqualTo("feed/gazette");
    assertThat(page.getAliases()).containsExactly(A);
    assertThat(page.getRedirects()).isEmpty();
    assertThat(page.getHttpStatus()).isEqualTo(200);
    assertThat(page.getFirstObservedAt()).isEqualTo(page.getObservedAt()).isAfter(found);
    assertThat(result.next()).isEqualTo(Next.after(Duration.ofMillis(50)));
    assertThat(runtime.frontier.due("gazette.test", runtime.instant(), 9)).isEmpty();
  }

  @Test
  void aPageThatDiedAndIsFoundAgainGoesOnWithItsNextRevision() throws Exception {
    web.page(A, article("One", "Text."));
    runtime.findNews(A);
    runtime.drain(gazette);
    web.status(A, 410);
    for (int i = 0; i < 40; i++) {
      runtime.pass(Duration.ofDays(31));
      runtime.drain(gazette);
    }
    long asked = web.count(A);
    assertThat(asked).isLessThan(20);
    runtime.find(A);
    runtime.drain(gazette);
    assertThat(web.count(A)).isEqualTo(asked + 1);
    web.page(A, article("Two", "Text."));
    runtime.pass(Duration.ofDays(2));
    runtime.find(A);
    runtime.drain(gazette);
    assertThat(runtime.pages).extracting(Page::getRevision).containsExactly(1, 2, 3);
    assertThat(runtime.pages)
        .extracting(Page::getOutcome)
        .containsExactly("fetched", "gone", "fetched");
  }

  @Test
  void aPageThatIsLongerThanIsReadSaysSo() throws Exception {
    web.page(A, article("Short", "Text."));
    String b = "http://gazette.test/b";
    web.page(b, article("Long", "word ".repeat(100_000)));
    runtime.findNews(A);
    runtime.drain(gazette);
    assertThat(runtime.lastPage().getTruncated()).isFalse();
    runtime.findNews(b);
    runtime.drain(gazette);
    assertThat(runtime.lastPage().getTruncated()).isTrue();
  }

  @Test
  void anUnchangedPageIsNotPublishedAgain() throws Exception {
    web.on(A, TestWeb.tagged("\"1\"", "text/html", article("One", "Text.")));
    runtime.findNews(A);
    runtime.drain(gazette);
    runtime.pass(Duration.ofHours(2));
    runtime.drain(gazette);
    assertThat(web.count(A)).isEqualTo(2);
    web.on(A, TestWeb.tagged("\"2\"", "text/html", article("One", "Text.")));
    runtime.pass(Duration.ofDays(2));
    runtime.drain(gazette);
    assertThat(web.count(A)).isEqualTo(3);
    assertThat(runtime.pages).hasSize(1);
    assertThat(runtime.entry(A).getEtag()).isEqualTo("\"2\"");
  }

  @Test
  void aChangedPageGetsARevisionAndKeepsItsFirstObservation() throws Exception {
    web.page(A, article("One", "Text."));
    runtime.findNews(A);
    runtime.drain(gazette);
    Instant first = runtime.lastPage().getFirstObservedAt();
    web.page(A, article("One", "Another text."));
    runtime.pass(Duration.ofMinutes(1));
    runtime.findNews(A);
    runtime.drain(gazette);
    assertThat(runtime.pages).hasSize(2);
    assertThat(runtime.lastPage().getRevision()).isEqualTo(2);
    assertThat(runtime.lastPage().getFirstObservedAt()).isEqualTo(first);
    assertThat(runtime.lastPage().getNewAliases()).isEmpty();
  }

  @Test
  void aPageIsLookedAtLessAndLessOftenWhileItStaysTheSame() throws Exception {
    web.page(A, article("One", "Text."));
    runtime.findNews(A);
    runtime.drain(gazette);
    for (int i = 0; i < 10; i++) {
      runtime.pass(Duration.ofDays(1));
      runtime.drain(gazette);
    }
    assertThat(web.count(A)).isBetween(3L, 5L);
    assertThat(runtime.pages).hasSize(1);
  }

  @Test
  void aRedirectWithinTheSiteBecomesAnAlias() throws Exception {
    web.redirect("http://gazette.test/r/1", 301, "/a?utm_source=r");
    web.page("http://gazette.test/a?utm_source=r", article("One", "Text."));
    runtime.find("http://gazette.test/r/1");
    runtime.drain(gazette);
    Page page = runtime.lastPage();
    assertThat(page.getUrl()).isEqualTo(A);
    assertThat(page.getRequestedUrl()).isEqualTo("http://gazette.test/r/1");
    assertThat(page.getAliases()).containsExactlyInAnyOrder(A, "http://gazette.test/r/1");
    assertThat(page.getRedirects()).containsExactly("http://gazette.test/r/1");
    assertThat(runtime.entry("http://gazette.test/r/1").getCanonicalUrl()).isEqualTo(A);
    assertThat(runtime.entry(A).getRevision()).isEqualTo(1);
  }

  @Test
  void theCanonicalUrlIsThePagesIdentity() throws Exception {
    String html = article("One", "Text.").replace("<head>", "<head><link rel=canonical href=/a>");
    web.page("http://gazette.test/b?page=1", html);
    web.page(A, html);
    runtime.find("http://gazette.test/b?page=1");
    runtime.drain(gazette);
    runtime.find(A);
    runtime.drain(gazette);
    assertThat(runtime.pages).hasSize(1);
    assertThat(runtime.lastPage().getUrl()).isEqualTo(A);
    assertThat(runtime.lastPage().getAliases())
        .containsExactlyInAnyOrder(A, "http://gazette.test/b?page=1");
  }

  @Test
  void aShortenerHandsOverToTheOwnerOfItsTarget() throws Exception {
    web.redirect("http://go.test/x", 302, "http://gazette.test/a?utm_source=go");
    web.page(A, article("One", "Text."));
    runtime.find("http://go.test/x");
    runtime.drain(shortener);
    assertThat(runtime.pages).isEmpty();
    assertThat(web.count("http://gazette.test/a?utm_source=go")).isZero();
    FrontierEntry handed = runtime.entry(A);
    assertThat(handed.getRedirects()).containsExactly("http://go.test/x");
    runtime.drain(gazette);
    assertThat(runtime.lastPage().getAliases()).containsExactlyInAnyOrder(A, "http://go.test/x");
    assertThat(runtime.lastPage().getRedirects()).containsExactly("http://go.test/x");
  }

  @Test
  void anAliasThatBecomesKnownLaterIsPublishedOnce() throws Exception {
    web.on(A, TestWeb.tagged("\"1\"", "text/html", article("One", "Text.")));
    web.redirect("http://go.test/x", 302, A);
    web.redirect("http://gazette.test/r/1", 302, A);
    runtime.findNews(A);
    runtime.drain(gazette);
    runtime.find("http://go.test/x");
    runtime.drain(shortener);
    runtime.drain(gazette);
    assertThat(runtime.pages).hasSize(2);
    assertThat(runtime.lastPage().getRevision()).isEqualTo(2);
    assertThat(runtime.lastPage().getText()).isNotEmpty();
    assertThat(runtime.lastPage().getAliases()).containsExactlyInAnyOrder(A, "http://go.test/x");
    assertThat(runtime.pages.get(0).getNewAliases()).containsExactly(A);
    assertThat(runtime.lastPage().getNewAliases()).containsExactly("http://go.test/x");
    runtime.find("http://gazette.test/r/1");
    runtime.drain(gazette);
    assertThat(runtime.lastPage().getRevision()).isEqualTo(3);
    assertThat(runtime.lastPage().getAliases())
        .containsExactlyInAnyOrder(A, "http://go.test/x", "http://gazette.test/r/1");
    runtime.find("http://go.test/x");
    runtime.drain(shortener);
    runtime.pass(Duration.ofDays(2));
    runtime.drain(gazette);
    assertThat(runtime.pages).hasSize(3);
  }

  @Test
  void aRedirectToADomainThatIsNotFetchedEndsThere() throws Exception {
    web.redirect("http://go.test/x", 302, "http://stranger.test/a");
    runtime.find("http://go.test/x");
    runtime.drain(shortener);
    assertThat(runtime.pages).isEmpty();
    assertThat(runtime.frontier.size()).isEqualTo(1);
    assertThat(runtime.entry("http://go.test/x").getOutcome()).isEqualTo("redirected");
  }

  @Test
  void robotsAreObeyed() throws Exception {
    web.text(
        "http://gazette.test/robots.txt", "text/plain", "User-agent: *\nDisallow: /private/\n");
    web.page("http://gazette.test/private/desk", article("Secret", "Text."));
    web.redirect("http://gazette.test/open", 302, "/private/desk");
    runtime.find("http://gazette.test/private/desk");
    runtime.find("http://gazette.test/open");
    runtime.drain(gazette);
    assertThat(web.count("http://gazette.test/private/desk")).isZero();
    assertThat(web.count("http://gazette.test/robots.txt")).isEqualTo(1);
    assertThat(runtime.pages).extracting(Page::getOutcome).containsOnly("forbidden");
    assertThat(runtime.pages).extracting(Page::getRevision).containsOnly(0);
    assertThat(runtime.pages)
        .extracting(Page::getOutcomeDetail)
        .allMatch(detail -> detail.contains("robots.txt"));
  }

  @Test
  void aCrawlDelayIsRespectedHoweverLong() throws Exception {
    web.text("http://gazette.test/robots.txt", "text/plain", "User-agent: *\nCrawl-delay: 600\n");
    web.page(A, article("One", "Text."));
    runtime.find(A);
    assertThat(runtime.poll(gazette).next()).isEqualTo(Next.after(Duration.ofMinutes(10)));
    assertThat(runtime.lastPage().getOutcome()).isEqualTo("fetched");
  }

  @Test
  void aPageThatIsGoneIsARevisionAndSoIsItsReturn() throws Exception {
    web.page(A, article("One", "Text."));
    runtime.findNews(A);
    runtime.drain(gazette);
    web.status(A, 410);
    runtime.pass(Duration.ofHours(1));
    runtime.drain(gazette);
    assertThat(runtime.lastPage().getOutcome()).isEqualTo("gone");
    assertThat(runtime.lastPage().getRevision()).isEqualTo(2);
    runtime.pass(Duration.ofDays(2));
    runtime.drain(gazette);
    assertThat(runtime.pages).hasSize(2);
    web.page(A, article("One", "Text."));
    runtime.pass(Duration.ofDays(9));
    runtime.drain(gazette);
    assertThat(runtime.lastPage().getOutcome()).isEqualTo("fetched");
    assertThat(runtime.lastPage().getRevision()).isEqualTo(3);
  }

  @Test
  void aFailureThatMayPassIsTriedAgainAndToldOnlyWhenItLasts() throws Exception {
    web.status(A, 500);
    runtime.findNews(A);
    runtime.drain(gazette);
    assertThat(runtime.pages).isEmpty();
    runtime.pass(Duration.ofMinutes(1));
    runtime.drain(gazette);
    runtime.pass(Duration.ofMinutes(1));
    runtime.drain(gazette);
    assertThat(runtime.pages).hasSize(1);
    assertThat(runtime.lastPage().getOutcome()).isEqualTo("failed");
    assertThat(runtime.lastPage().getRevision()).isZero();
    web.page(A, article("One", "Text."));
    runtime.pass(Duration.ofHours(1));
    runtime.drain(gazette);
    assertThat(runtime.lastPage().getRevision()).isEqualTo(1);
    assertThat(runtime.lastPage().getFirstObservedAt())
        .isEqualTo(runtime.lastPage().getObservedAt());
  }

  @Test
  void aBusySiteIsLeftAloneForAsLongAsItSays() throws Exception {
    web.on(
        A,
        exchange -> {
          exchange.getResponseHeaders().set("Retry-After", "90");
          TestWeb.send(exchange, 429, "text/plain", "slow down");
        });
    runtime.find(A);
    assertThat(runtime.poll(gazette).next()).isEqualTo(Next.after(Duration.ofSeconds(90)));
    assertThat(runtime.pages).isEmpty();
    assertThat(runtime.entry(A).getNextFetchAt()).isEqualTo(runtime.instant().plusSeconds(90));
  }

  @Test
  void aBusySiteThatDoesNotSayForHowLongIsLeftAloneForAWhile() throws Exception {
    web.status(A, 429);
    runtime.find(A);
    assertThat(runtime.poll(gazette).next()).isEqualTo(Next.after(Duration.ofSeconds(10)));
  }

  @Test
  void whateverStandsInAUrlItIsAskedFor() throws Exception {
    runtime.find("http://gazette.test/a?x=1|2^{3}[4]");
    runtime.drain(gazette);
    // The test's server refuses such a URL, which is an answer.
    assertThat(runtime.lastPage().getHttpStatus()).isEqualTo(400);
  }

  @Test
  void hostilePagesAreBoundedAndHaveAnOutcome() throws Exception {
    web.on("http://gazette.test/long", SiteSourceTest::pour);
    byte[] bomb = bomb();
    web.on(
        "http://gazette.test/bomb",
        exchange -> {
          exchange.getResponseHeaders().set("Content-Encoding", "gzip");
          TestWeb.send(exchange, 200, "text/html", bomb);
        });
    web.on("http://gazette.test/drip", SiteSourceTest::drip);
    web.text("http://gazette.test/pdf", "application/pdf", "%PDF-1.7");
    web.text("http://gazette.test/binary", "text/html", "%PDF-1.7");
    for (String path : new String[] {"long", "bomb", "drip", "pdf", "binary"}) {
      runtime.findNews("http://gazette.test/" + path);
    }
    for (int i = 0; i < 4; i++) {
      runtime.drain(gazette);
      runtime.pass(Duration.ofMinutes(1));
    }
    runtime.pages.forEach(
        page ->
            System.out.println(
                page.getUrl() + ": " + page.getOutcome() + ", " + page.getOutcomeDetail()));
    assertThat(runtime.pages)
        .extracting(
            page ->
                page.getUrl().substring("http://gazette.test/".length()) + " " + page.getOutcome())
        .containsExactlyInAnyOrder(
            "long too-large",
            "bomb too-large",
            "drip timed-out",
            "pdf not-html",
            "binary malformed");
  }

  @Test
  void aPrivateAddressIsAnOutcome() throws Exception {
    SiteSource local =
        new SiteSource(
            new SiteSettings("localtest.example", null, null),
            Duration.ZERO,
            PoliteHttpClient.create(
                new HttpSettings(Duration.ZERO, Duration.ofSeconds(2), 1000L, null, null),
                "mailto:test@example.org",
                runtime),
            Set.of("127.0.0.1"),
            runtime);
    FrontierEntry entry =
        FrontierEntry.newBuilder()
            .setUrl("http://127.0.0.1:" + web.address().split(":")[1] + "/")
            .setDomain("localtest.example")
            .setDiscoveredBy("feed/x")
            .setDiscoveredAt(runtime.instant())
            .setNextFetchAt(runtime.instant())
            .setPriority(0)
            .build();
    runtime.frontier.accept(entry);
    runtime.poll(local);
    assertThat(runtime.lastPage().getOutcome()).isEqualTo("refused-address");
    System.out.println(
        "page at a private address: "
            + runtime.lastPage().getOutcomeDetail()
            + "; connects: "
            + web.requests().size());
    assertThat(web.requests()).isEmpty();
  }

  @Test
  void aSiteWithNothingDueSaysSoNowAndThen() throws Exception {
    PollResult first = runtime.poll(gazette);
    assertThat(first.extent())
        .isEqualTo(Completeness.contiguous(runtime.instant(), runtime.instant().toString()));
    assertThat(runtime.poll(gazette)).isEqualTo(PollResult.nothing(Next.interval()));
    runtime.pass(Duration.ofMinutes(1));
    assertThat(runtime.poll(gazette).extent()).isInstanceOf(Completeness.Contiguous.class);
  }

  private static String article(String title, String text) {
    return "<!doctype html><html lang=en><head><title>"
        + title
        + "</title></head><body><article><h1>"
        + title
        + "</h1><p>"
        + text
        + "</p></article></body></html>";
  }

  private static void pour(HttpExchange exchange) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", "text/html");
    exchange.sendResponseHeaders(200, 0);
    try (OutputStream out = exchange.getResponseBody()) {
      byte[] chunk = new byte[64 << 10];
      for (long sent = 0; sent < 1L << 30; sent += chunk.length) {
        out.write(chunk);
      }
    }
  }

  private static byte[] bomb() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      byte[] zeros = new byte[1 << 20];
      for (int i = 0; i < 200; i++) {
        gzip.write(zeros);
      }
    }
    return bytes.toByteArray();
  }

  private static void drip(HttpExchange exchange) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", "text/html");
    exchange.sendResponseHeaders(200, 0);
    try (OutputStream out = exchange.getResponseBody()) {
      for (int i = 0; i < 1000; i++) {
        out.write('.');
        out.flush();
        Thread.sleep(20);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
