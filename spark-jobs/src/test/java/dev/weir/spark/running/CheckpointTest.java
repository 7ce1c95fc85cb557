package dev.weir.spark.running;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.spark.running.Checkpoint.Facts;
import dev.weir.spark.running.EarliestOffsets.Lost;
import dev.weir.spark.running.StreamQuery.Markers;
import dev.weir.spark.sink.LogIdentity;
import dev.weir.spark.sink.Marker;
import dev.weir.spark.stack.JobSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointTest {

  private static final String OFFSETS =
      "v1\n{\"batchWatermarkMs\":0,\"batchTimestampMs\":1700000000000}\n{\"weir.posts\":{\"0\":10,\"1\":4}}\n{\"weir.coverage\":{\"0\":3}}\n";

  private static final LogIdentity LOG =
      new LogIdentity("one", Map.of("weir.posts", "A", "weir.pages", "B"));

  private static final Instant SINCE = Instant.parse("2026-11-23T12:00:00.123Z");

  private static final Map<String, Long> TIME = Map.of("window", 60_000L, "skew", 5_000L);

  @TempDir private Path folder;

  @Test
  void aNewCheckpointIsIntactAndRemembersWhatItBeganWith() throws Exception {
    Checkpoint checkpoint = checkpoint();
    checkpoint.requireIntact(2, TIME, LOG);
    assertThat(checkpoint.facts()).isEmpty();
    checkpoint.begin(new Facts(3, 2, TIME, LOG, SINCE));
    assertThat(checkpoint().facts()).contains(new Facts(3, 2, TIME, LOG, SINCE));
    assertThat(checkpoint.committedOffsets()).isEmpty();
  }

  @Test
  void aChangedTimeSettingIsRefusedWithAdvice() throws Exception {
    ran();
    assertThatThrownBy(
            () -> checkpoint().requireIntact(2, Map.of("window", 120_000L, "skew", 5_000L), LOG))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("expected time.window: 1m, with which its state")
        .hasMessageContaining("got: 2m. Put the setting back");
    checkpoint().requireIntact(2, Map.of("window", 60_000L), LOG);
  }

  @Test
  void aCheckpointOfAVersionThatKeptNoTimeSettingsGoesOn() throws Exception {
    ran();
    Files.writeString(
        folder.resolve("history/weir.json"), "{\"generation\": 3, \"shuffle_partitions\": 2}");
    checkpoint().requireIntact(2, TIME, LOG);
    assertThat(checkpoint().facts())
        .contains(new Facts(3, 2, Map.of(), LogIdentity.UNKNOWN, Instant.EPOCH));
  }

  @Test
  void aQueryIsVerifiedWithTheSettingsThatItsCheckpointWasBegunWithAndNotWithThoseOfNow()
      throws Exception {
    ran();
    JobSettings changed =
        JobSettings.read(
            Files.writeString(
                folder.resolve("weir.yaml"),
                "time: {window: 5m, session-gap: 7m}\nqueries: {checkpoint-dir: \"%s\"}"
                    .formatted(folder)));
    KeptTime kept = KeptTime.of(changed, "history", new Configuration());
    assertThat(kept.time().window()).isEqualTo(Duration.ofMinutes(1));
    assertThat(kept.time().sessionGap()).isEqualTo(Duration.ofMinutes(7));
    assertThat(kept.since()).isEqualTo(SINCE);
    assertThat(KeptTime.of(changed, "sessions", new Configuration()))
        .isEqualTo(new KeptTime(changed.time(), Instant.EPOCH));
  }

  @Test
  void aDamagedFileOfOursIsRefusedWithAdvice() throws Exception {
    ran();
    for (String damaged : List.of("", "{\"generation\": 3, \"shuf", "{}", "\0\0\0")) {
      Files.writeString(folder.resolve("history/weir.json"), damaged);
      assertThatThrownBy(() -> checkpoint().requireIntact(2, TIME, LOG))
          .as(damaged)
          .isInstanceOf(RefusedException.class)
          .hasMessageContaining("The file is damaged. Restore it")
          .hasMessageContaining("where the tables end");
    }
  }

  @Test
  void aCheckpointThatLostOurFileIsRefusedWithAdvice() throws Exception {
    ran();
    Files.delete(folder.resolve("history/weir.json"));
    assertThatThrownBy(() -> checkpoint().requireIntact(2, TIME, LOG))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("expected the file weir.json");
  }

  @Test
  void aWriteThatWasCutOffLeavesTheOldFacts() throws Exception {
    ran();
    Facts before = checkpoint().facts().orElseThrow();
    Files.writeString(folder.resolve("history/.weir.json.new"), "{\"gen");
    assertThat(checkpoint().facts()).contains(before);
    checkpoint().begin(new Facts(9, 2, TIME, LOG, SINCE));
    assertThat(checkpoint().facts()).contains(new Facts(9, 2, TIME, LOG, SINCE));
    try (var files = Files.list(folder.resolve("history"))) {
      assertThat(files.map(file -> file.getFileName().toString())).doesNotContain(".weir.json.new");
    }
  }

  @Test
  void tablesThatAreOlderThanTheCheckpointAreRefusedWithAdvice() throws Exception {
    ran();
    Checkpoint checkpoint = checkpoint();
    String committed = checkpoint.committedOffsets().orElseThrow();
    StartupChecks.requireInTables(
        checkpoint, committed, Optional.of(new Marker("history", 1, 7, committed)));
    Marker older = new Marker("history", 1, 7, committed.replace("10", "9"));
    assertThatThrownBy(
            () -> StartupChecks.requireInTables(checkpoint, committed, Optional.of(older)))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("The tables are older than the checkpoint");
    assertThatThrownBy(() -> StartupChecks.requireInTables(checkpoint, committed, Optional.empty()))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("no marker");
  }

  @Test
  void aLocalCheckpointOnAMasterThatIsNotLocalIsRefusedWithAdvice() throws Exception {
    JobSettings plain = settings(folder.toString());
    for (String master : List.of("local", "local[8]", "local[*]")) {
      StartupChecks.requireReachable(master, plain);
    }
    assertThatThrownBy(() -> StartupChecks.requireReachable("spark://host:7077", plain))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("spark://host:7077")
        .hasMessageContaining("s3a://BUCKET/checkpoints");
    StartupChecks.requireReachable("spark://host:7077", settings("s3a://weir/checkpoints"));
    StartupChecks.requireReachable("yarn", settings("file:///mnt/shared"));
  }

  private JobSettings settings(String checkpoints) throws Exception {
    return JobSettings.read(
        Files.writeString(
            folder.resolve("weir.yaml"),
            "queries: {checkpoint-dir: \"%s\"}".formatted(checkpoints)));
  }

  @Test
  void withoutItsMetadataACheckpointIsRefusedWithAdvice() throws Exception {
    ran();
    Files.delete(folder.resolve("history/metadata"));
    assertThatThrownBy(() -> checkpoint().requireIntact(2, TIME, LOG))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("Restore the file")
        .hasMessageContaining("where the tables end");
  }

  @Test
  void anotherNumberOfPartsIsRefusedWithAdvice() throws Exception {
    ran();
    checkpoint().requireIntact(2, TIME, LOG);
    assertThatThrownBy(() -> checkpoint().requireIntact(4, TIME, LOG))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("queries.shuffle-partitions: 2");
  }

  @Test
  void theOffsetsOfTheLastCommittedBatchAreWhereTheNextOneStarts() throws Exception {
    ran();
    Files.writeString(folder.resolve("history/offsets/8"), OFFSETS.replace("10", "99"));
    Marker marker = new Marker("history", 1, 7, checkpoint().committedOffsets().orElseThrow());
    assertThat(marker.offset("weir.posts", 0)).isEqualTo(10);
    assertThat(marker.offset("weir.coverage", 0)).isEqualTo(3);
  }

  @Test
  void whatExpiredBeforeItWasReadIsFoundPartitionByPartition() throws Exception {
    ran();
    var offsets = new Marker("history", 1, 7, checkpoint().committedOffsets().orElseThrow()).tree();
    Map<TopicPartition, Long> starts =
        Map.of(
            new TopicPartition("weir.posts", 0), 10L,
            new TopicPartition("weir.posts", 1), 6L,
            new TopicPartition("weir.posts", 2), 6L,
            new TopicPartition("weir.posts", 3), 0L);
    assertThat(EarliestOffsets.lost(offsets, starts))
        .containsExactlyInAnyOrder(
            new Lost(new TopicPartition("weir.posts", 1), 4, 6),
            new Lost(new TopicPartition("weir.posts", 2), 0, 6));
    assertThat(EarliestOffsets.startingOffsets(offsets, starts))
        .contains("\"0\":10", "\"1\":6", "\"2\":6")
        .doesNotContain("coverage");
  }

  @Test
  void aCheckpointThatBelongsToAnotherClusterIsRefusedWithAdvice() throws Exception {
    ran();
    LogIdentity other = new LogIdentity("two", LOG.topics());
    assertThatThrownBy(() -> checkpoint().requireIntact(2, TIME, other))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("expected the Kafka cluster with the id one, got: two")
        .hasMessageContaining("Put stack.kafka back, or move the folder");
  }

  @Test
  void aCheckpointOfATopicThatWasMadeAnewIsRefusedWithAdvice() throws Exception {
    ran();
    LogIdentity anew = new LogIdentity("one", Map.of("weir.posts", "C", "weir.pages", "B"));
    assertThatThrownBy(() -> checkpoint().requireIntact(2, TIME, anew))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("the topic weir.posts with the id A, got: C");
    checkpoint().requireIntact(2, TIME, new LogIdentity("", Map.of("weir.posts", "A")));
  }

  @Test
  void tablesThatWereWrittenFromAnotherClusterAreRefusedWithAdvice() throws Exception {
    Markers markers = new Markers(Map.of(), "posts", LogIdentity.parse(LOG.text()));
    StartupChecks.requireSameLog("history", markers, LOG);
    StartupChecks.requireSameLog(
        "history", new Markers(Map.of(), "posts", LogIdentity.UNKNOWN), LOG);
    assertThatThrownBy(
            () ->
                StartupChecks.requireSameLog(
                    "history", markers, new LogIdentity("two", LOG.topics())))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("rows of the latter would be left out")
        .hasMessageContaining("stack.s3.bucket");
  }

  @Test
  void aCheckpointOlderThanThePublishedNumbersGoesOnInANewGeneration() throws Exception {
    ran();
    Checkpoint.Planned last = checkpoint().lastPlanned().orElseThrow();
    assertThat(last.number()).isEqualTo(7);
    assertThat(last.time()).isEqualTo(Instant.ofEpochMilli(1_700_000_000_000L));
    long cutOff = Generations.revision(3, 7);
    assertThat(Generations.continued(3, last, 0)).isEqualTo(3);
    assertThat(Generations.continued(3, last, cutOff)).isEqualTo(3);
    assertThat(Generations.continued(3, last, cutOff + 1)).isEqualTo(4);
    assertThat(Generations.continued(3, last, Generations.revision(5, 0))).isEqualTo(6);
  }

  private Checkpoint checkpoint() throws IOException {
    return new Checkpoint(folder.toString(), "history", new Configuration());
  }

  private void ran() throws IOException {
    checkpoint().begin(new Facts(1, 2, TIME, LOG, SINCE));
    Path root = folder.resolve("history");
    Files.createDirectories(root.resolve("offsets"));
    Files.createDirectories(root.resolve("commits"));
    Files.writeString(root.resolve("metadata"), "{}");
    Files.writeString(root.resolve("offsets/7"), OFFSETS);
    Files.writeString(root.resolve("commits/7"), "v1\n{}");
  }
}
