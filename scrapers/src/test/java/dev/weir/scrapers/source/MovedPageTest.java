package dev.weir.scrapers.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.ingest.http.PoliteHttpClient;
import dev.weir.ingest.settings.SiteSettings;
import dev.weir.schemas.record.Page;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Pages that move, and URLs that are no page of their own. */
class MovedPageTest {
  private static final String OLD = "http://gazette.test/old-slug";
  private static final String NEW = "http://gazette.test/new-slug";
  private static final Set<String> DOMAINS = Set.of("gazette.test", "herald.test", "go.test");

  private final TestRuntime runtime = new TestRuntime();
  private TestWeb web;
  private PoliteHttpClient client;
  private SiteSource gazette;

  @BeforeEach
  void start() throws IOException {
    web = new TestWeb();
    client = web.client(runtime, Duration.ofSeconds(2));
    gazette = site("gazette.test");
  }

  @AfterEach
  void stop() {
    client.close();
    web.close();
  }

  @Test
  void aPageWhoseSlugChangesIsClosedAndItsNamesAreTheNewPages() throws Exception {
    web.page(OLD, article("One", "Text."));
    web.redirect("http://gazette.test/r/1", 302, "/old-slug");
    visitNews(OLD);
    visit("http://gazette.test/r/1");
    moveOldToNew();
    visitNews(NEW);
    runtime.pages.clear();
    visitNews(OLD);

    assertThat(runtime.pages)
        .extracting(Page::getUrl, Page::getOutcome, Page::getRevision)
        .containsExactly(row(OLD, "moved", 3), row(NEW, "fetched", 2));
    Page closing = runtime.pages.get(0);
    assertThat(closing.getMovedTo()).isEqualTo(NEW);
    assertThat(closing.getContentHash()).isNull();
    assertThat(closing.getText()).isNull();
    assertThat(closing.getAliases()).containsExactlyInAnyOrder(OLD, "http://gazette.test/r/1");
    assertThat(closing.getNewAliases()).isEmpty();
    assertThat(closing.getRedirects()).containsExactly("http://gazette.test/r/1", OLD);
    Page successor = runtime.lastPage();
    assertThat(successor.getMovedTo()).isNull();
    assertThat(successor.getNewAliases()).containsExactlyInAnyOrder(OLD, "http://gazette.test/r/1");
    assertThat(successor.getAliases()).contains(NEW).containsAll(closing.getAliases());
  }

  @Test
  void aPageIsClosedOnce() throws Exception {
    web.page(OLD, article("One", "Text."));
    visitNews(OLD);
    moveOldToNew();
    visitNews(OLD);
    int published = runtime.pages.size();
    visitNews(OLD);
    visitNews(NEW);

    assertThat(runtime.pages).hasSize(published);
    assertThat(runtime.pages).extracting(Page::getOutcome).containsOnlyOnce("moved");
  }

  @Test
  void aPageIsClosedTooWhenAnAliasOfItFindsOutFirst() throws Exception {
    web.page(OLD, article("One", "Text."));
    visitNews(OLD);
    moveOldToNew();
    web.redirect("http://gazette.test/r/2", 302, "/old-slug");
    visit("http://gazette.test/r/2");

    assertThat(runtime.pages)
        .extracting(Page::getUrl, Page::getOutcome)
        .containsExactly(row(OLD, "fetched"), row(OLD, "moved"), row(NEW, "fetched"));
    assertThat(runtime.pages.get(1).getRequestedUrl()).isEqualTo("http://gazette.test/r/2");
    assertThat(runtime.lastPage().getNewAliases())
        .containsExactlyInAnyOrder(NEW, OLD, "http://gazette.test/r/2");
  }

  @Test
  void aPageWhoseContentNamesAnotherCanonicalUrlMovesThere() throws Exception {
    web.page(OLD, article("One", "Text."));
    visitNews(OLD);
    web.page(OLD, canonical("/new-slug", "One", "Text."));
    visitNews(OLD);

    assertThat(runtime.pages)
        .extracting(Page::getUrl, Page::getOutcome, Page::getMovedTo)
        .containsExactly(
            row(OLD, "fetched", null), row(OLD, "moved", NEW), row(NEW, "fetched", null));
  }

  @Test
  void aPageThatIsBackGoesOnWithItsNextRevisionUnderItsOwnName() throws Exception {
    web.page(OLD, article("One", "Text."));
    visitNews(OLD);
    moveOldToNew();
    visitNews(OLD);
    web.page(OLD, article("One", "Text."));
    visitNews(OLD);

    assertThat(runtime.lastPage().getUrl()).isEqualTo(OLD);
    assertThat(runtime.lastPage().getOutcome()).isEqualTo("fetched");
    assertThat(runtime.lastPage().getRevision()).isEqualTo(3);
    assertThat(runtime.lastPage().getNewAliases()).containsExactly(OLD);

    moveOldToNew();
    visitNews(OLD);
    assertThat(runtime.lastPage().getUrl()).isEqualTo(NEW);
    assertThat(runtime.lastPage().getNewAliases()).containsExactly(OLD);
  }

  @Test
  void aPageThatMovesToAnotherFetchedDomainHandsItsNamesOver() throws Exception {
    web.page(OLD, article("One", "Text."));
    web.redirect("http://gazette.test/r/1", 302, "/old-slug");
    visitNews(OLD);
    visit("http://gazette.test/r/1");
    web.redirect(OLD, 302, "http://herald.test/a");
    web.page("http://herald.test/a", article("One", "Text."));
    visitNews(OLD);
    assertThat(runtime.lastPage().getOutcome()).isEqualTo("moved");
    assertThat(runtime.lastPage().getMovedTo()).isEqualTo("http://herald.test/a");
    runtime.drain(site("herald.test"));

    assertThat(runtime.lastPage().getUrl()).isEqualTo("http://herald.test/a");
    assertThat(runtime.lastPage().getNewAliases())
        .containsExactlyInAnyOrder("http://herald.test/a", OLD, "http://gazette.test/r/1");
  }

  @Test
  void aPageStaysWhenItsReadersAreSentElsewhereForAWhile() throws Exception {
    web.page(OLD, article("One", "Text."));
    visitNews(OLD);
    web.redirect(OLD, 302, "http://login.stranger.test/");
    visitNews(OLD);
    assertThat(runtime.pages).hasSize(1);
    web.redirect(OLD, 301, "http://stranger.test/a");
    visitNews(OLD);

    assertThat(runtime.lastPage().getOutcome()).isEqualTo("moved");
    assertThat(runtime.lastPage().getMovedTo()).isEqualTo("http://stranger.test/a");
  }

  @Test
  void pagesThatNameEachOtherAsCanonicalDoNotTakeTurns() throws Exception {
    web.page(OLD, canonical("/new-slug", "One", "Text."));
    web.page(NEW, canonical("/old-slug", "One", "Text."));
    for (int i = 0; i < 3; i++) {
      visitNews(OLD);
      visitNews(NEW);
    }

    assertThat(runtime.pages).extracting(Page::getUrl).containsOnly(NEW);
    assertThat(runtime.pages).extracting(Page::getOutcome).containsOnly("fetched");
    assertThat(runtime.pages.size()).isLessThanOrEqualTo(2);
  }

  @Test
  void twoArticlesWhoseCanonicalUrlIsTheHomePageStayTwoPages() throws Exception {
    String first = "http://gazette.test/news/1";
    String second = "http://gazette.test/?p=2";
    web.page(first, canonical("/", "One", "Text."));
    web.page(second, canonical("http://gazette.test", "Two", "Another."));
    visitNews(first);
    visitNews(second);

    assertThat(runtime.pages).extracting(Page::getUrl).containsExactly(first, second);
    assertThat(runtime.pages)
        .extracting(Page::getNewAliases)
        .containsExactly(List.of(first), List.of(second));
  }

  @Test
  void aPageThatOnlySendsItsReaderOnIsAnAliasAndNoPage() throws Exception {
    String go = "http://gazette.test/go";
    web.page(go, "<meta http-equiv=refresh content=\"0; url=/new-slug\">");
    web.page(NEW, article("One", "Text."));
    visit(go);

    assertThat(runtime.pages).hasSize(1);
    assertThat(runtime.lastPage().getUrl()).isEqualTo(NEW);
    assertThat(runtime.lastPage().getAliases()).containsExactlyInAnyOrder(NEW, go);
    assertThat(runtime.entry(go).getCanonicalUrl()).isEqualTo(NEW);
  }

  private void moveOldToNew() {
    web.page(NEW, article("One", "Text."));
    web.redirect(OLD, 301, "/new-slug");
  }

  private void visitNews(String url) throws Exception {
    runtime.pass(Duration.ofMinutes(1));
    runtime.findNews(url);
    runtime.drain(gazette);
  }

  private void visit(String url) throws Exception {
    runtime.pass(Duration.ofMinutes(1));
    runtime.find(url);
    runtime.drain(gazette);
  }

  private SiteSource site(String domain) {
    return new SiteSource(
        new SiteSettings(domain, null, null), Duration.ofMillis(50), client, DOMAINS, runtime);
  }

  private static Tuple row(Object... values) {
    return Tuple.tuple(values);
  }

  private static String canonical(String url, String title, String text) {
    return article(title, text)
        .replace("<head>", "<head><link rel=\"canonical\" href=\"" + url + "\">");
  }

  private static String article(String title, String text) {
    return "<html><head><title>"
        + title
        + "</title></head><body><article><p>"
        + text
        + "</p></article></body></html>";
  }
}
