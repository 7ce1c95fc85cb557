package dev.weir.spark.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.spark.testing.FaultyStore;
import dev.weir.spark.testing.Rows;
import dev.weir.spark.testing.Running;
import dev.weir.spark.testing.Sessions;
import dev.weir.spark.testing.Stream;
import dev.weir.spark.transform.Deduplicator;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.execution.streaming.checkpointing.CheckpointFileManager.CancellableFSDataOutputStream;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.streaming.OutputMode;
import org.apache.spark.sql.streaming.StreamingQueryException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ObjectStoreCheckpointsTest {

  private static final String MANAGER = "spark.sql.streaming.checkpointFileManagerClass";
  private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");

  @TempDir private Path folder;

  @BeforeEach
  void useIt() {
    Sessions.session()
        .sparkContext()
        .hadoopConfiguration()
        .set("fs.faulty.impl", FaultyStore.class.getName());
    Sessions.session().conf().set(MANAGER, ObjectStoreCheckpoints.class.getName());
  }

  @AfterEach
  void leaveIt() {
    Sessions.session().conf().unset(MANAGER);
  }

  @ParameterizedTest
  @ValueSource(strings = {".*/offsets/1", ".*/commits/1", ".*/state/.*2.*[.]changelog"})
  void aPutThatFailsFailsTheQueryAndNothingIsLostWhenItStartsAgain(String failing)
      throws Exception {
    Stream posts = new Stream(Rows.POST);
    Dataset<Row> rows =
        Deduplicator.of(posts.rows().withColumn("identity", functions.col("id"))).select("id");
    Set<String> seen = new HashSet<>();
    try (Running running = Running.start(rows, OutputMode.Append(), checkpoint())) {
      posts.add(Rows.post("1", NOON));
      running.process().forEach(row -> seen.add(row.getString(0)));
      FaultyStore.failNext(failing);
      posts.add(Rows.post("2", NOON), Rows.post("3", NOON));
      assertThatThrownBy(running::process)
          .isInstanceOf(StreamingQueryException.class)
          .hasStackTraceContaining("Service unavailable (503)");
      assertThat(FaultyStore.hasFailed()).isTrue();
      running.output().forEach(row -> seen.add(row.getString(0)));
    }
    try (Running running = Running.start(rows, OutputMode.Append(), checkpoint())) {
      posts.add(Rows.post("1", NOON), Rows.post("4", NOON));
      List<String> after = running.process().stream().map(row -> row.getString(0)).toList();
      assertThat(after).doesNotContain("1");
      seen.addAll(after);
    }
    assertThat(seen).containsExactlyInAnyOrder("1", "2", "3", "4");
  }

  @Test
  void aFailedUploadStaysFailedAndACancelledOneLeavesNothing() throws Exception {
    ObjectStoreCheckpoints checkpoints = checkpoints();
    FaultyStore.failNext(".*/offsets/7");
    CancellableFSDataOutputStream failed = checkpoints.createAtomic(file("offsets/7"), false);
    failed.write(1);
    assertThatThrownBy(failed::close).hasMessageContaining("503");
    assertThatThrownBy(failed::close).hasMessageContaining("Not written");
    assertThat(checkpoints.exists(file("offsets/7"))).isFalse();
    CancellableFSDataOutputStream cancelled = checkpoints.createAtomic(file("offsets/8"), false);
    cancelled.write(1);
    cancelled.cancel();
    cancelled.close();
    assertThat(checkpoints.exists(file("offsets/8"))).isFalse();
  }

  @Test
  void aLogFileThatIsThereIsNotWrittenAgainAndAStateFileIs() throws Exception {
    ObjectStoreCheckpoints checkpoints = checkpoints();
    checkpoints.createAtomic(file("offsets/7"), false).close();
    assertThatThrownBy(() -> checkpoints.createAtomic(file("offsets/7"), false))
        .isInstanceOf(FileAlreadyExistsException.class);
    checkpoints.createAtomic(file("offsets/7"), true).close();
  }

  @Test
  void aPutWhoseAnswerWasLostConflictsWithItselfAndIsWritten() throws Exception {
    ObjectStoreCheckpoints checkpoints = checkpoints();
    FaultyStore.loseAnswer(".*/offsets/7");
    CancellableFSDataOutputStream out = checkpoints.createAtomic(file("offsets/7"), false);
    out.write("v1\n{}".getBytes(StandardCharsets.UTF_8));
    out.write('!');
    out.close();
    out.close();
    try (FSDataInputStream in = checkpoints.open(file("offsets/7"))) {
      assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8)).isEqualTo("v1\n{}!");
    }
  }

  @Test
  void aPutThatFindsWhatSomebodyElseWroteMeanwhileIsAConflict() throws Exception {
    ObjectStoreCheckpoints checkpoints = checkpoints();
    CancellableFSDataOutputStream ours = checkpoints.createAtomic(file("offsets/8"), false);
    ours.write(1);
    FaultyStore.winRace(".*/offsets/8", new byte[] {2});
    assertThatThrownBy(ours::close).isInstanceOf(FileAlreadyExistsException.class);
    assertThatThrownBy(ours::close).hasMessageContaining("Not written");
  }

  private ObjectStoreCheckpoints checkpoints() throws Exception {
    return new ObjectStoreCheckpoints(
        file(""), Sessions.session().sparkContext().hadoopConfiguration());
  }

  private org.apache.hadoop.fs.Path file(String name) {
    return new org.apache.hadoop.fs.Path(checkpoint() + "/" + name);
  }

  private String checkpoint() {
    return FaultyStore.SCHEME + "://" + folder;
  }
}
