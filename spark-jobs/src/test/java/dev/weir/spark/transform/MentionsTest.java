package dev.weir.spark.transform;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.schemas.settings.TimeSettings;
import dev.weir.spark.testing.Rows;
import dev.weir.spark.testing.Running;
import dev.weir.spark.testing.Stream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.streaming.OutputMode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MentionsTest {

  private static final TimeSettings TIME = TimeSettings.defaults();
  private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
  private static final String URL = "http://gazette.test/ice";
  private static final String SHORT = "http://go.test/1";
  private static final Row PAGE = Rows.page(URL, NOON, List.of(URL, SHORT));

  private final Stream livePosts = new Stream(Rows.POST);
  private final Stream livePages = new Stream(Rows.PAGE);
  private final Stream coverage = new Stream(Rows.COVERAGE);

  @TempDir private Path folder;

  @Test
  void aPostMeetsThePageByAnyOfItsNamesOnce() {
    List<Row> mentions =
        recomputed(
            post("1", NOON.minusSeconds(60), URL, SHORT), post("2", NOON.plusSeconds(5), SHORT));
    assertThat(mentions).extracting(row -> row.getAs("canonical_url")).containsOnly(URL);
    assertThat(mentions)
        .extracting(row -> row.getAs("post_id") + " " + time(row))
        .containsExactlyInAnyOrder("1 " + NOON, "2 " + NOON.plusSeconds(5));
    assertThat(mentions).extracting(row -> row.<String>getAs("mention_id")).doesNotHaveDuplicates();
  }

  @Test
  void editsAndFailedPagesDoNotJoin() {
    Row edit = Rows.post("1", NOON, "operation", "UPDATE", "links", Rows.links(URL));
    assertThat(recomputed(edit)).isEmpty();
    Dataset<Row> pages =
        Rows.dataset(Rows.PAGE, Rows.page(URL, NOON, List.of(URL), "outcome", "gone"));
    Dataset<Row> posts = Rows.dataset(Rows.POST, post("2", NOON, URL));
    assertThat(Mentions.recomputed(posts, pages, TIME).collectAsList()).isEmpty();
  }

  @Test
  void aNameThatBecameKnownLaterJoinsFromThenOn() {
    Instant later = NOON.plusSeconds(3600);
    Dataset<Row> pages =
        Rows.dataset(
            Rows.PAGE,
            Rows.page(URL, NOON, List.of(URL), "kafka_offset", 1L),
            again(later, List.of(SHORT)));
    Dataset<Row> posts =
        Rows.dataset(
            Rows.POST, post("1", NOON.plusSeconds(5), URL), post("2", NOON.plusSeconds(6), SHORT));
    assertThat(Mentions.recomputed(posts, pages, TIME).collectAsList())
        .extracting(row -> row.getAs("post_id") + " " + time(row))
        .containsExactlyInAnyOrder("1 " + NOON.plusSeconds(5), "2 " + later);
  }

  @Test
  void aLinkCountsOnceThoughItsPageMovedToAnotherAddress() throws Exception {
    String moved = "https://gazette.test/new-slug";
    Instant later = NOON.plusSeconds(3600);
    Row closed =
        Rows.page(URL, later, List.of(), "revision", 2, "outcome", "moved", "moved_to", moved);
    Row successor = Rows.page(moved, later, List.of(moved, URL));
    Row before = post("1", NOON.plusSeconds(5), URL);
    Row after = post("2", later.plusSeconds(5), URL);
    Row newAddress = post("3", later.plusSeconds(6), moved);
    List<Row> expected =
        Mentions.recomputed(
                Rows.dataset(Rows.POST, before, after, newAddress),
                Rows.dataset(Rows.PAGE, PAGE, closed, successor),
                TIME)
            .collectAsList();
    assertThat(expected)
        .extracting(row -> row.getAs("post_id") + " " + row.getAs("canonical_url"))
        .containsExactlyInAnyOrder("1 " + URL, "2 " + URL, "3 " + moved);

    Stream posts = new Stream(Rows.POST);
    Stream pages = new Stream(Rows.PAGE);
    Stream coverage = new Stream(Rows.COVERAGE);
    List<Row> live = new ArrayList<>();
    try (Running running =
        Running.start(
            Mentions.live(posts.rows(), pages.rows(), coverage.rows(), TIME),
            OutputMode.Append(),
            folder)) {
      posts.add(before);
      pages.add(PAGE);
      live.addAll(running.process());
      pages.add(closed, successor);
      live.addAll(running.process());
      posts.add(after, newAddress);
      live.addAll(running.process());
    }
    assertThat(live).containsExactlyInAnyOrderElementsOf(expected);
  }

  @Test
  void aPageThatIsSeenAgainLongAfterIsNotMetAnew() {
    Instant later = NOON.plus(TIME.joinWindow()).plusSeconds(7200);
    Dataset<Row> pages = Rows.dataset(Rows.PAGE, PAGE, again(later, List.of()));
    Dataset<Row> posts = Rows.dataset(Rows.POST, post("1", later, URL));
    assertThat(Mentions.recomputed(posts, pages, TIME).collectAsList()).isEmpty();
  }

  private static Row again(Instant observed, List<String> newNames) {
    return Rows.page(
        URL,
        observed,
        List.of(URL, SHORT),
        "revision",
        2,
        "new_aliases",
        newNames,
        "kafka_offset",
        2L);
  }

  @Test
  void whatLiesFurtherApartThanTheJoinWindowDoesNotJoin() {
    Instant far = NOON.minus(TIME.joinWindow()).minusSeconds(1);
    assertThat(recomputed(post("1", far, URL))).isEmpty();
    assertThat(recomputed(post("1", far.plusSeconds(1), URL))).hasSize(1);
  }

  @Test
  void aStreamGivesTheSameMentionsInEitherOrderAndForgetsWhatCannotJoinAnyMore() throws Exception {
    Dataset<Row> live = live();
    try (Running running = Running.start(live, OutputMode.Append(), folder)) {
      Row early = post("1", NOON.minusSeconds(60), URL, SHORT);
      livePosts.add(early);
      assertThat(running.process()).isEmpty();
      livePages.add(PAGE);
      List<Row> first = running.process();
      livePosts.add(post("2", NOON.plusSeconds(5), SHORT), early);
      List<Row> second = running.process();
      assertThat(first).hasSize(1);
      assertThat(second).hasSize(1);
      assertThat(
              List.of(first.get(0).<String>getAs("mention_id"), second.get(0).getAs("mention_id")))
          .containsExactlyInAnyOrderElementsOf(
              recomputed(early, post("2", NOON.plusSeconds(5), SHORT)).stream()
                  .map(row -> row.<String>getAs("mention_id"))
                  .toList());
      assertThat(joinRows(running)).isPositive();
      Instant later = NOON.plus(TIME.joinWindow()).plus(Duration.ofHours(1));
      for (int i = 0; i < 3; i++) {
        coverage.add(Rows.heartbeat("mastodon/town", later.plusSeconds(i)));
        running.process();
      }
      assertThat(running.watermark()).isAfter(NOON.plus(TIME.joinWindow()));
      assertThat(joinRows(running)).isZero();
      assertThat(running.dropped()).isZero();
    }
  }

  @Test
  void postsAndPagesMeetWhenEachCameAloneWithAHeartbeat() throws Exception {
    Dataset<Row> live = live();
    try (Running running = Running.start(live, OutputMode.Append(), folder)) {
      livePosts.add(post("1", NOON, SHORT));
      coverage.add(Rows.heartbeat("mastodon/town", NOON));
      assertThat(running.process()).isEmpty();
      livePages.add(PAGE);
      coverage.add(Rows.heartbeat("mastodon/town", NOON.plusSeconds(1)));
      assertThat(running.process()).hasSize(1);
      livePosts.add(post("2", NOON.plusSeconds(2), URL));
      coverage.add(Rows.heartbeat("mastodon/town", NOON.plusSeconds(2)));
      assertThat(running.process()).hasSize(1);
    }
  }

  @Test
  void aStreamGoesOnWhateverTheBatchAfterItsRestartHolds() throws Exception {
    Dataset<Row> live = live();
    List<Runnable> batches =
        List.of(
            () -> livePosts.add(post("1", NOON, SHORT)),
            () -> coverage.add(Rows.heartbeat("mastodon/town", NOON)),
            () -> livePages.add(PAGE),
            () -> coverage.add(Rows.heartbeat("mastodon/town", NOON.plusSeconds(1))));
    List<Row> mentions = new ArrayList<>();
    for (Runnable batch : batches) {
      try (Running running = Running.start(live, OutputMode.Append(), folder)) {
        batch.run();
        mentions.addAll(running.process());
      }
    }
    assertThat(mentions).hasSize(1);
    assertThat(mentions.get(0).<String>getAs("canonical_url")).isEqualTo(URL);
  }

  private Dataset<Row> live() {
    return Mentions.live(livePosts.rows(), livePages.rows(), coverage.rows(), TIME);
  }

  private static long joinRows(Running running) {
    return Arrays.stream(running.progress().stateOperators())
        .filter(operator -> operator.operatorName().equals("symmetricHashJoin"))
        .mapToLong(operator -> operator.numRowsTotal())
        .sum();
  }

  private static List<Row> recomputed(Row... posts) {
    return Mentions.recomputed(Rows.dataset(Rows.POST, posts), Rows.dataset(Rows.PAGE, PAGE), TIME)
        .collectAsList();
  }

  private static Row post(String id, Instant event, String... links) {
    return Rows.post(id, event, "links", Rows.links(links));
  }

  private static Instant time(Row mention) {
    return mention.getTimestamp(mention.fieldIndex("event_time")).toInstant();
  }
}
