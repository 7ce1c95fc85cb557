package dev.weir.spark.transform;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.spark.testing.Rows;
import dev.weir.spark.testing.Running;
import dev.weir.spark.testing.Stream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.streaming.OutputMode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeduplicatorTest {

  private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
  private static final Set<String> FIELDS = Set.of("network", "id", "version", "source");
  private static final Row FIRST = Rows.post("1", NOON, "source", "town", "kafka_offset", 1);
  private static final Row SECOND = Rows.post("1", NOON, "source", "fedi", "kafka_offset", 2);
  private static final Row OTHER = Rows.post("1", NOON, "version", "2", "kafka_offset", 3);

  @TempDir private Path folder;

  @Test
  void aBatchKeepsTheFirstCopyInTheOrderOfTheLog() {
    List<Row> kept =
        Deduplicator.of(Identities.ofPosts(Rows.dataset(Rows.POST, OTHER, SECOND, FIRST), FIELDS))
            .select("version", "source")
            .collectAsList();
    assertThat(kept).extracting(row -> row.getString(1)).containsOnly("town", "mastodon/town");
    assertThat(kept).hasSize(2);
  }

  @Test
  void aStreamKeepsTheFirstCopyWithinABatchAndAcrossBatches() throws Exception {
    Stream posts = new Stream(Rows.POST);
    try (Running running =
        Running.start(
            Deduplicator.of(Identities.ofPosts(posts.rows(), FIELDS)).select("source"),
            OutputMode.Append(),
            folder)) {
      posts.add(SECOND, FIRST);
      assertThat(running.process()).extracting(row -> row.getString(0)).containsExactly("town");
      posts.add(SECOND, OTHER);
      assertThat(running.process()).hasSize(1);
    }
  }

  @Test
  void aStreamThatBeginsAnewTakesWhatIsKnownAsSeenAndGoesOnWithoutBeingTold() throws Exception {
    Stream posts = new Stream(Rows.POST);
    Dataset<Row> rows = Identities.ofPosts(posts.rows(), FIELDS);
    Dataset<Row> known =
        Identities.ofPosts(Rows.dataset(Rows.POST, FIRST), FIELDS).select("identity");
    try (Running running =
        Running.start(Deduplicator.of(rows, known), OutputMode.Append(), folder)) {
      posts.add(SECOND, OTHER);
      assertThat(running.process())
          .extracting(row -> row.<String>getAs("version"))
          .containsExactly("2");
    }
    try (Running running = Running.start(Deduplicator.of(rows), OutputMode.Append(), folder)) {
      posts.add(SECOND, OTHER, Rows.post("2", NOON, "kafka_offset", 4));
      assertThat(running.process()).extracting(row -> row.<String>getAs("id")).containsExactly("2");
    }
  }

  @Test
  void whatIsRememberedOutlivesAFurtherColumnOfTheRows() throws Exception {
    Stream posts = new Stream(Rows.POST);
    Dataset<Row> rows = Identities.ofPosts(posts.rows(), FIELDS);
    try (Running running = Running.start(Deduplicator.of(rows), OutputMode.Append(), folder)) {
      posts.add(FIRST);
      assertThat(running.process()).hasSize(1);
    }
    Dataset<Row> wider = rows.withColumn("mood", functions.lit("calm"));
    try (Running running = Running.start(Deduplicator.of(wider), OutputMode.Append(), folder)) {
      posts.add(SECOND, OTHER);
      assertThat(running.process())
          .extracting(row -> row.<String>getAs("mood"))
          .containsExactly("calm");
    }
  }

  @Test
  void aCopyThatLiesWithinADayOfTheLogIsDroppedHoweverLongTheQueryWasDown() throws Exception {
    Instant longAgo = Instant.now().minus(Duration.ofDays(400));
    Row first = Rows.post("1", NOON, "kafka_offset", 1, "kafka_timestamp", longAgo);
    Row near =
        Rows.post(
            "1", NOON, "kafka_offset", 2, "kafka_timestamp", longAgo.plus(Duration.ofHours(24)));
    Row far =
        Rows.post(
            "1", NOON, "kafka_offset", 3, "kafka_timestamp", longAgo.plus(Duration.ofHours(25)));
    Stream posts = new Stream(Rows.POST);
    Dataset<Row> kept =
        Deduplicator.of(Identities.ofPosts(posts.rows(), FIELDS)).select("kafka_offset");
    try (Running running = Running.start(kept, OutputMode.Append(), folder)) {
      posts.add(first);
      assertThat(running.process()).extracting(row -> row.getLong(0)).containsExactly(1L);
      posts.add(near);
      assertThat(running.process()).isEmpty();
      posts.add(far);
      assertThat(running.process()).extracting(row -> row.getLong(0)).containsExactly(3L);
    }
  }

  @Test
  void theSameCopiesAreKeptHoweverBatchesAreCut() throws Exception {
    Row[] copies = new Row[6];
    for (int i = 0; i < copies.length; i++) {
      Instant appended = NOON.plus(Duration.ofHours(10L * i));
      copies[i] = Rows.post("1", NOON, "kafka_offset", i, "kafka_timestamp", appended);
    }
    Stream posts = new Stream(Rows.POST);
    Dataset<Row> kept =
        Deduplicator.of(Identities.ofPosts(posts.rows(), FIELDS)).select("kafka_offset");
    List<Row> oneByOne = new ArrayList<>();
    try (Running running = Running.start(kept, OutputMode.Append(), folder.resolve("1"))) {
      for (Row copy : copies) {
        posts.add(copy);
        oneByOne.addAll(running.process());
      }
    }
    Stream again = new Stream(Rows.POST);
    Dataset<Row> keptAgain =
        Deduplicator.of(Identities.ofPosts(again.rows(), FIELDS)).select("kafka_offset");
    try (Running running = Running.start(keptAgain, OutputMode.Append(), folder.resolve("2"))) {
      again.add(copies);
      assertThat(running.process()).isEqualTo(oneByOne);
    }
    assertThat(oneByOne).extracting(row -> row.getLong(0)).containsExactly(0L, 3L);
  }
}
