package dev.weir.trial.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.schemas.record.DeadLetter;
import dev.weir.scrapers.report.PageAgreement;
import dev.weir.simulator.corpus.Corpus;
import dev.weir.simulator.oracle.Oracle.Recording;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccountsTest {
  private static final Instant TIME = Instant.parse("2026-03-01T12:00:00Z");
  private static final String NAMELESS = "{\"content\":\"nameless\",\"created_at\":\"%s\"}";
  private static final Set<Recording> ALL =
      Set.of(
          new Recording("page", "one"),
          new Recording("feed", "/a.xml"),
          new Recording("status", "town/1"),
          new Recording("status", "town/2"),
          new Recording("message", "1"),
          new Recording("message", "2"));

  @TempDir private Path folder;
  private Corpus corpus;

  private final List<Holdings.PostRow> posts = new ArrayList<>();
  private final List<Holdings.PageRow> pages = new ArrayList<>();
  private final List<DeadLetter> letters = new ArrayList<>();
  private Map<String, String> positions =
      Map.of(
          // The fingerprint is that of the first item's identity, the text "1".
          "feed/corpus-a-xml",
          "{\"until\":\"2026-03-01T12:00:00Z\",\"items\":{\"6b86b273ff34fce1\":\"\"}}",
          "jetstream/corpus",
          "{\"last\":7}");

  @BeforeEach
  void record() throws IOException {
    packed("pages/one/source.html.gz", "<title>One</title>");
    packed("pages/one/expected.html.gz", "<p>some words here</p>");
    write("pages/one/expected-metadata.json", "{\"title\":\"One\",\"byline\":\"Ann\"}");
    write(
        "feeds/a.xml",
        "<rss version='2.0'><channel><title>t</title>"
            + "<item><guid>1</guid><link>http://elsewhere.test/1</link></item>"
            + "<item><description>d</description></item></channel></rss>");
    write("feeds/a.json", "{\"items\":[{\"guid\":{\"value\":\"1\"}}]}");
    write(
        "mastodon/town.json",
        "[{\"id\":\"5\",\"uri\":\"u5\",\"content\":\"c\",\"created_at\":\"%s\",\"account\":{}},%s]"
            .formatted(TIME, NAMELESS.formatted(TIME)));
    write(
        "bluesky/jetstream.jsonl",
        "{\"did\":\"d\",\"time_us\":6,\"kind\":\"commit\",\"commit\":{\"rev\":\"r\",\"operation\":\"create\","
            + "\"collection\":\"app.bsky.feed.post\",\"rkey\":\"k\"}}\n"
            + "{\"did\":\"d\",\"time_us\":7,\"kind\":\"account\"}\n");
    corpus = Corpus.open(folder);
    posts.add(post("mastodon", "u5", "v", "mastodon/corpus-town"));
    posts.add(post("bluesky", "at://d/app.bsky.feed.post/k", "r", "jetstream/corpus"));
    pages.add(page("http://one.pages.test/", "some words"));
    letters.add(letter("mastodon/corpus-town", NAMELESS.formatted(TIME)));
  }

  @Test
  void whatIsInTheHistoryADeadLetterOrLeftOnPurposeIsAccountedFor() throws IOException {
    Ledger ledger = ledger(ALL);

    assertThat(ledger.unaccounted()).isEmpty();
    assertThat(ledger.strangers()).isEmpty();
    assertThat(ledger.balanced()).isTrue();
    assertThat(ledger.reasons(Kind.STATUS, End.DEAD_LETTER))
        .containsExactly(Map.entry("missing-field", 1));
    assertThat(ledger.reasons(Kind.MESSAGE, End.IGNORED))
        .containsExactly(Map.entry("account event", 1));
    assertThat(ledger.reasons(Kind.ITEM, End.IGNORED))
        .containsExactly(
            Map.entry("page outside the configured sites", 1),
            Map.entry("neither id nor link nor title", 1));
    assertThat(ledger.text()).contains("page outside the configured sites");
  }

  @Test
  void whatIsNowhereIsNamed() throws IOException {
    posts.clear();
    pages.clear();
    letters.clear();
    positions = Map.of();

    assertThat(ledger(ALL).unaccounted())
        .extracting(ending -> ending.kind().label() + " " + ending.name())
        .containsExactly(
            "page one",
            "feed /a.xml",
            "Mastodon status town/1",
            "Mastodon status town/2",
            "Jetstream message 1",
            "Jetstream message 2");
  }

  @Test
  void whatWasNotServedIsSaidToBeSo() throws IOException {
    pages.clear();

    assertThat(ledger(Set.of()).unaccounted())
        .filteredOn(ending -> ending.kind() == Kind.PAGE)
        .extracting(Ending::why)
        .containsExactly("not served to any reader");
  }

  @Test
  void anItemOfAConfiguredSiteWaitsForItsPage() throws IOException {
    write(
        "feeds/a.xml",
        "<rss version='2.0'><channel><title>t</title>"
            + "<item><guid>1</guid><link>/there</link></item></channel></rss>");
    corpus = Corpus.open(folder);
    assertThat(ledger(ALL).unaccounted()).extracting(Ending::name).containsExactly("/a.xml item 1");

    pages.add(page("http://feeds.corpus.test/there", ""));
    assertThat(ledger(ALL).balanced()).isTrue();
  }

  @Test
  void whatNoRecordingExplainsAndWhatIsThereTwiceIsNamed() throws IOException {
    posts.add(post("mastodon", "u5", "v", "mastodon/corpus-town"));
    posts.add(post("mastodon", "u6", "v", "mastodon/corpus-town"));
    pages.add(page("http://two.pages.test/", ""));
    letters.add(letter("mastodon/corpus-town", "{}"));

    assertThat(ledger(ALL).strangers())
        .satisfiesExactly(
            one -> assertThat(one).startsWith("twice: post mastodon u5"),
            one -> assertThat(one).startsWith("of no recording: post mastodon u6"),
            one -> assertThat(one).contains("http://two.pages.test/"),
            one -> assertThat(one).contains("dead letter of mastodon/corpus-town"));
  }

  @Test
  void theReportComparesWhatTheHistoryHasWithWhatIsExpected() throws IOException {
    Holdings holdings = holdings();
    CorpusReport report =
        CorpusReport.of(
            corpus, holdings, Accounts.of(corpus, ALL, holdings), Duration.ofSeconds(9), true);

    assertThat(report.ok()).isTrue();
    assertThat(report.pages().share("title")).isEqualTo(1);
    assertThat(report.pages().share("byline")).isZero();
    assertThat(report.pages().meanF1()).isBetween(0.79, 0.81);
    assertThat(report.otherNumbers()).containsExactly("/a.xml: expected 1, got 2");
    assertThat(report.posts().count("mastodon", "text", "filled")).isEqualTo(1);
    assertThat(report.text()).contains("byline: one (missing)", "accounted for after 9 s");
    assertThat(ReportJson.of(report)).contains("\"ok\":true", "\"missing-field\":1");
  }

  private Ledger ledger(Set<Recording> served) throws IOException {
    return Accounts.of(corpus, served, holdings()).ledger();
  }

  private Holdings holdings() {
    return new Holdings(posts, pages, letters, Set.of(), positions);
  }

  private static Holdings.PostRow post(String network, String id, String version, String source) {
    return new Holdings.PostRow(network, id, version, "CREATE", TIME, source, Set.of("text"));
  }

  private static Holdings.PageRow page(String url, String text) {
    return new Holdings.PageRow(
        url,
        1,
        "fetched",
        Set.of(url),
        new PageAgreement.Seen(
            Optional.of("One"),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            text));
  }

  private static DeadLetter letter(String source, String raw) {
    return DeadLetter.newBuilder()
        .setOrigin("source")
        .setSource(source)
        .setItem("x")
        .setErrorType("missing-field")
        .setErrorMessage("m")
        .setRaw(ByteBuffer.wrap(raw.getBytes(StandardCharsets.UTF_8)))
        .setObservedAt(TIME)
        .build();
  }

  private void write(String path, String text) throws IOException {
    Path file = folder.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private void packed(String path, String text) throws IOException {
    Path file = folder.resolve(path);
    Files.createDirectories(file.getParent());
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
  }
}
