package dev.weir.spark.transform;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.spark.testing.Running;
import dev.weir.spark.testing.Stream;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.streaming.OutputMode;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OncePerLinkTest {

  private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
  private static final StructType PAIR =
      StructType.fromDDL(
          "mention_id STRING, network STRING, post_id STRING, post_version STRING, link STRING, canonical_url STRING, event_time TIMESTAMP, page_observed_at TIMESTAMP, appended TIMESTAMP");

  /** Less than a batch takes: by the clock, all is forgotten by the next one. */
  private static final Duration REMEMBERED = Duration.ofMillis(1);

  private final Stream pairs = new Stream(PAIR);

  @TempDir private Path folder;

  @Test
  void aLinkCountsOnceHoweverLongTheQueryWasDown() throws Exception {
    try (Running running = start()) {
      pairs.add(pair("1", "http://old.test/", NOON));
      assertThat(pages(running.process())).containsExactly("http://old.test/");
    }
    try (Running running = start()) {
      pairs.add(pair("1", "http://new.test/", NOON));
      assertThat(running.process()).isEmpty();
      pairs.add(pair("1", "http://newer.test/", NOON.plusMillis(1)));
      assertThat(running.process()).isEmpty();
    }
  }

  @Test
  void aPostIsForgottenOnceTheLogHasGoneOnForLongEnough() throws Exception {
    try (Running running = start()) {
      pairs.add(pair("1", "http://old.test/", NOON));
      assertThat(running.process()).hasSize(1);
      // Some in each part of the state.
      Instant later = NOON.plusSeconds(3600);
      pairs.add(
          IntStream.range(10, 30)
              .mapToObj(post -> pair("" + post, "http://old.test/", later))
              .toArray(Row[]::new));
      assertThat(running.process()).hasSize(20);
      pairs.add(pair("1", "http://new.test/", later));
      assertThat(pages(running.process())).containsExactly("http://new.test/");
    }
  }

  private Running start() throws Exception {
    return Running.start(OncePerLink.of(pairs.rows(), REMEMBERED), OutputMode.Append(), folder);
  }

  private static List<String> pages(List<Row> mentions) {
    return mentions.stream().map(row -> row.<String>getAs("canonical_url")).toList();
  }

  private static Row pair(String post, String page, Instant appended) {
    return RowFactory.create(
        post + page,
        "mastodon",
        post,
        "1",
        "http://link.test/",
        page,
        Timestamp.from(NOON),
        Timestamp.from(NOON),
        Timestamp.from(appended));
  }
}
