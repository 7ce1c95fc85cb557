package dev.weir.tests.e2e;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.schemas.record.Aggregate;
import dev.weir.schemas.record.CoverageInterval;
import dev.weir.schemas.record.DeadLetter;
import dev.weir.schemas.record.Window;
import dev.weir.schemas.settings.TimeSettings;
import dev.weir.simulator.oracle.Oracle;
import dev.weir.simulator.oracle.Oracle.PostIdentity;
import dev.weir.simulator.oracle.OracleAnswers;
import dev.weir.simulator.oracle.OracleAnswers.Key;
import dev.weir.simulator.oracle.OracleAnswers.Values;
import dev.weir.trial.Kept;
import dev.weir.trial.Kept.PageRow;
import dev.weir.trial.Kept.PostRow;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What Weir holds against what the simulator says it served. Each method is one side of the
 * equation; all throw an {@link AssertionError} that shows what differs.
 */
final class OracleEquation {
  private final Oracle oracle;
  private final Kept kept;
  private final TimeSettings time;

  OracleEquation(Oracle oracle, Kept kept, TimeSettings time) {
    this.oracle = oracle;
    this.kept = kept;
    this.time = time;
  }

  /** Served = history ∪ dead letters, nothing twice, nothing else. */
  void everyServedItemIsKeptOnce() throws Exception {
    List<PostRow> posts = posts();
    assertNothingTwice(posts.stream().map(PostRow::identity).toList());
    Set<PostIdentity> held = posts.stream().map(PostRow::identity).collect(Collectors.toSet());
    Set<PostIdentity> must = new HashSet<>();
    Set<PostIdentity> may = new HashSet<>();
    for (Oracle.Post post : oracle.posts()) {
      may.add(post.identity());
      if (!post.withdrawn()) {
        must.add(post.identity());
      }
    }
    assertThat(minus(must, held)).as("served posts that are not in the history").isEmpty();
    assertThat(minus(held, may)).as("posts in the history that were never served").isEmpty();
    everyServedPageIsKeptOnce();
    deadLettersAreThoseOfTheOracle();
  }

  /** The posts held; a deletion that names a post by its address is what the oracle calls it. */
  private List<PostRow> posts() throws Exception {
    Map<PostIdentity, PostIdentity> names = new HashMap<>();
    oracle.posts().forEach(post -> post.unknown().ifPresent(u -> names.put(u, post.identity())));
    return kept.posts().stream()
        .map(row -> row.withIdentity(names.getOrDefault(row.identity(), row.identity())))
        .toList();
  }

  private void everyServedPageIsKeptOnce() throws Exception {
    List<PageRow> pages = kept.pages();
    assertNothingTwice(pages.stream().map(page -> page.url() + " #" + page.revision()).toList());
    Set<String> held =
        pages.stream()
            .filter(page -> page.outcome().equals("fetched"))
            .map(page -> page.url() + " " + page.title())
            .collect(Collectors.toCollection(TreeSet::new));
    Set<String> served =
        oracle.pages().stream()
            .filter(page -> !page.withdrawn())
            .map(page -> page.url() + " " + page.title())
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(minus(served, held)).as("served pages that are not in the history").isEmpty();
    Set<String> urls = oracle.pages().stream().map(Oracle.Page::url).collect(Collectors.toSet());
    urls.addAll(oracle.moved().values());
    Set<String> others =
        pages.stream()
            .filter(page -> page.outcome().equals("fetched"))
            .map(PageRow::url)
            .filter(url -> !urls.contains(url))
            .collect(Collectors.toSet());
    assertThat(others).as("pages in the history that the oracle does not know").isEmpty();
  }

  /** A sitemap on another host is read only where robots.txt names it. */
  void noSitemapWasReadThatIsNotNamed() {
    assertThat(oracle.faults()).doesNotContainKey("sitemap-that-is-not-named");
  }

  /**
   * Each item that cannot be decoded is one dead letter, with its reason; a withdrawn one may be.
   */
  private void deadLettersAreThoseOfTheOracle() throws Exception {
    Map<String, List<DeadLetter>> letters = new TreeMap<>();
    for (DeadLetter letter : kept.deadLetters()) {
      String raw = StandardCharsets.UTF_8.decode(letter.getRaw().duplicate()).toString();
      String item =
          oracle.malformed().stream()
              .filter(malformed -> raw.contains(malformed.marker()))
              .map(OracleEquation::name)
              .findFirst()
              .orElse("nothing that was served: " + raw);
      letters.computeIfAbsent(item, unused -> new ArrayList<>()).add(letter);
    }
    Map<String, String> must = new TreeMap<>();
    Map<String, String> may = new TreeMap<>();
    for (Oracle.Malformed item : oracle.malformed()) {
      may.put(name(item), item.errorType() + " once");
      if (!item.withdrawn()) {
        must.put(name(item), item.errorType() + " once");
      }
    }
    Map<String, String> held = new TreeMap<>();
    letters.forEach(
        (item, found) ->
            held.put(
                item,
                found.get(0).getErrorType()
                    + (found.size() == 1 ? " once" : " " + found.size() + " times")));
    assertThat(minus(must.entrySet(), held.entrySet())).as("dead letters missing").isEmpty();
    assertThat(minus(held.entrySet(), may.entrySet())).as("dead letters too many").isEmpty();
  }

  private static String name(Oracle.Malformed item) {
    return item.source() + " " + item.marker();
  }

  /** The aggregates of every final window of a query are the oracle's; returns how many windows. */
  int aggregatesOfFinalWindowsAreRight(String query) throws Exception {
    Map<Key, Values> expected = query.equals("counts") ? answers().counts() : answers().links();
    Set<Instant> finals =
        kept.windows().stream()
            .filter(window -> window.getQuery().equals(query) && window.getStatus().equals("final"))
            .map(Window::getWindowStart)
            .collect(Collectors.toSet());
    Map<String, String> right = new TreeMap<>();
    expected.forEach(
        (key, values) -> {
          if (finals.contains(key.start())) {
            right.put(name(key), "count=" + values.count());
          }
        });
    Map<String, String> held = new TreeMap<>();
    for (Aggregate aggregate : kept.aggregates()) {
      long count = aggregate.getValues().getOrDefault("count", 0L);
      if (aggregate.getQuery().equals(query)
          && finals.contains(aggregate.getWindowStart())
          && count != 0) {
        held.put(name(key(aggregate)), "count=" + count);
      }
    }
    assertThat(held).as("aggregates of final windows of " + query).isEqualTo(right);
    return finals.size();
  }

  /** Every post that links to a page that was served is in the mentions, once. */
  void mentionsAreRight() throws Exception {
    List<Kept.MentionRow> rows = kept.mentions();
    assertNothingTwice(rows.stream().map(Kept.MentionRow::mentionId).toList());
    Set<OracleAnswers.MentionKey> held =
        rows.stream()
            .map(row -> new OracleAnswers.MentionKey(row.post(), row.url()))
            .collect(Collectors.toSet());
    Set<OracleAnswers.MentionKey> right = answers().mentions().keySet();
    assertThat(minus(right, held)).as("mentions that are missing").isEmpty();
    assertThat(minus(held, right)).as("mentions that should not be").isEmpty();
  }

  /** Every gap that the simulator made is in the coverage, and no other. */
  void gapsAreThoseOfTheOracle() throws Exception {
    Set<String> right =
        oracle.gaps().stream()
            .map(Oracle.Gap::source)
            .collect(Collectors.toCollection(TreeSet::new));
    Collection<CoverageInterval> gaps =
        kept.coverage().stream().filter(interval -> interval.getStatus().equals("gap")).toList();
    List<String> uncovered = new ArrayList<>();
    for (Oracle.Gap gap : oracle.gaps()) {
      boolean told =
          gaps.stream()
              .anyMatch(
                  found ->
                      found.getSource().equals(gap.source())
                          && !found.getStart().isAfter(gap.until())
                          && !found.getEnd().isBefore(gap.from()));
      if (gap.unserved() > 0 && !told) {
        uncovered.add(gap.toString());
      }
    }
    assertThat(uncovered).as("gaps that coverage does not tell").isEmpty();
    Set<String> sources =
        gaps.stream()
            .map(CoverageInterval::getSource)
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(minus(sources, right)).as("sources with gaps that nobody made").isEmpty();
  }

  /** A source that nobody can read whole is unknown in the ledger, and in each final window. */
  void unknownSourcesAreUnknown() throws Exception {
    Collection<CoverageInterval> coverage = kept.coverage();
    for (String source : oracle.unknown()) {
      List<CoverageInterval> known =
          coverage.stream().filter(interval -> interval.getSource().equals(source)).toList();
      assertThat(known)
          .as("coverage of " + source)
          .isNotEmpty()
          .allMatch(interval -> interval.getStatus().equals("unknown"));
      Instant since =
          known.stream().map(CoverageInterval::getStart).min(Instant::compareTo).orElseThrow();
      assertThat(
              kept.windows().stream()
                  .filter(window -> window.getStatus().equals("final"))
                  .filter(window -> !window.getWindowStart().isBefore(since)))
          .as("final windows, while %s is unknown", source)
          .isNotEmpty()
          .allMatch(
              window ->
                  window.getSourcesUnknown() > 0
                      && window.getIncompleteSources().stream()
                          .anyMatch(incomplete -> incomplete.startsWith(source)));
    }
  }

  private OracleAnswers answers() throws Exception {
    Map<PostIdentity, Instant> posts =
        posts().stream().collect(toMap(PostRow::identity, PostRow::observedAt, (a, b) -> a));
    Map<String, Instant> pages =
        kept.pages().stream()
            .filter(page -> page.outcome().equals("fetched"))
            .collect(
                toMap(PageRow::url, PageRow::firstObservedAt, (a, b) -> a.isBefore(b) ? a : b));
    return OracleAnswers.of(oracle, time)
        .including(post -> posts.containsKey(post.identity()))
        .observed(posts, pages, names());
  }

  /** When each page was first observed under each of its names. */
  private Map<String, Instant> names() throws Exception {
    Map<String, Instant> names = new HashMap<>();
    for (PageRow page : kept.pages()) {
      if (page.outcome().equals("fetched")) {
        page.aliases()
            .forEach(
                alias ->
                    names.putIfAbsent(OracleAnswers.name(page.url(), alias), page.observedAt()));
      }
    }
    return names;
  }

  private static Key key(Aggregate aggregate) {
    return new Key(
        aggregate.getMetric(),
        aggregate.getDimension(),
        aggregate.getWindowStart(),
        aggregate.getWindowEnd());
  }

  private static String name(Key key) {
    return key.start() + " " + key.metric() + " " + key.dimension();
  }

  private static <T> void assertNothingTwice(List<T> items) {
    Set<T> seen = new HashSet<>();
    assertThat(items.stream().filter(item -> !seen.add(item)).toList())
        .as("what the history holds twice")
        .isEmpty();
  }

  private static <T> Set<T> minus(Set<T> all, Set<T> without) {
    Set<T> rest = new HashSet<>(all);
    rest.removeAll(without);
    return rest;
  }
}
