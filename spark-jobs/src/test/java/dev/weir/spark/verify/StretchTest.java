package dev.weir.spark.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.schemas.settings.TimeSettings;
import dev.weir.spark.running.KeptTime;
import dev.weir.spark.testing.Rows;
import dev.weir.spark.transform.Sessions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

class StretchTest {

  private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
  private static final Instant ONE = NOON.plusSeconds(3600);
  private static final Instant TWO = NOON.plusSeconds(7200);
  private static final Set<String> KEYS = Set.of("session-gap");
  private static final TimeSettings LONG = TimeSettings.defaults();
  private static final TimeSettings SHORT = LONG.withMillis(Map.of("session-gap", 60_000L));
  private static final TimeSettings OTHER_WINDOW = LONG.withMillis(Map.of("window", 5_000L));

  @Test
  void sessionsOfAChangedGapAreComparedEachWithTheGapThatTheyWereComputedWith() {
    Dataset<Row> mentions =
        Rows.dataset(
            Rows.MENTION,
            Rows.mention("1", "http://a.test/", NOON.plusSeconds(10)),
            Rows.mention("2", "http://a.test/", NOON.plusSeconds(310)),
            Rows.mention("3", "http://a.test/", ONE.plusSeconds(10)),
            Rows.mention("4", "http://a.test/", ONE.plusSeconds(310)));
    Dataset<Row> found =
        Sessions.recomputed(mentions.where("mention_id < '3'"), LONG)
            .union(Sessions.recomputed(mentions.where("mention_id >= '3'"), SHORT));
    List<Stretch> stretches =
        Stretch.between(NOON, TWO, new KeptTime(SHORT, ONE), Optional.of(LONG), KEYS);
    assertThat(differences(stretches, mentions, found)).isEmpty();
    assertThat(differences(List.of(new Stretch(SHORT, NOON, TWO)), mentions, found)).isNotEmpty();
  }

  private static List<VerifyReport.Difference> differences(
      List<Stretch> stretches, Dataset<Row> mentions, Dataset<Row> found) {
    List<VerifyReport.Difference> differences = new ArrayList<>();
    for (Stretch stretch : stretches) {
      differences.addAll(
          Differences.of(
              Differences.within(
                  Sessions.recomputed(mentions, stretch.time()), stretch.from(), stretch.until()),
              Differences.within(found, stretch.from(), stretch.until())));
    }
    return differences;
  }

  @Test
  void aGenerationWithTheSameSettingsIsComparedTogetherWithTheOneBefore() {
    List<Stretch> one = List.of(new Stretch(LONG, NOON, TWO));
    assertThat(Stretch.between(NOON, TWO, new KeptTime(LONG, ONE), Optional.of(OTHER_WINDOW), KEYS))
        .isEqualTo(one);
    assertThat(
            Stretch.between(NOON, TWO, new KeptTime(LONG, Instant.EPOCH), Optional.empty(), KEYS))
        .isEqualTo(one);
  }

  @Test
  void resultsOfAnEarlierGenerationWhoseSettingsNobodyKeptAreLeftOut() {
    assertThat(Stretch.between(NOON, TWO, new KeptTime(LONG, ONE), Optional.empty(), KEYS))
        .containsExactly(new Stretch(LONG, ONE, TWO));
  }
}
