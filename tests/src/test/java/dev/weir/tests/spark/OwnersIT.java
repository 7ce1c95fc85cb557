package dev.weir.tests.spark;

import static dev.weir.tests.spark.SparkServers.patiently;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.infra.local.folder.ActiveSettings;
import dev.weir.schemas.record.Aggregate;
import dev.weir.schemas.record.Post;
import dev.weir.schemas.status.ProgramStatus;
import dev.weir.tests.cli.Publisher;
import dev.weir.trial.Kept;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** Several Spark applications that want to run the same queries, and checkpoints from backups. */
class OwnersIT {

  private static final List<String> QUERIES = List.of("history", "counts");
  private static final Instant NOW = Instant.now().truncatedTo(ChronoUnit.MICROS);

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  private Path folder;

  private SparkServers servers;
  private ActiveSettings active;
  private int published;

  @BeforeEach
  void startServers() throws Exception {
    servers = SparkServers.start(folder, "queries: {history-trigger: 1s}");
    active = servers.active();
  }

  @AfterEach
  void stop() throws Exception {
    servers.close();
  }

  @Test
  void aSecondApplicationIsRefusedWithTheFirstOnesNameAndAFrozenOneCannotWriteWhenItWakes()
      throws Exception {
    publish(50);
    SparkProcess first = start("first");
    patiently().until(() -> first.allAre("running"));
    awaitAllCounted();

    SparkProcess second = start("second");
    patiently().until(() -> second.allAre("refused"));
    assertThat(second.queries())
        .extracting(ProgramStatus.Part::detail)
        .allSatisfy(
            detail ->
                assertThat(detail)
                    .contains("process " + first.pid() + " on host")
                    .contains("at address 127.0.0.1"));
    publish(50);
    awaitAllCounted();
    assertThat(first.allAre("running")).isTrue();

    // Some posts are there for the first to begin with, and more come while it is frozen.
    publish(50);
    first.freeze();
    publish(50);
    SparkProcess third = start("third");
    patiently().until(() -> third.allAre("running"));
    publish(50);
    awaitAllCounted();
    first.wake();
    patiently().until(() -> first.allAre("refused") || !first.isAlive());
    assertThat(first.queries())
        .extracting(ProgramStatus.Part::detail)
        .allSatisfy(detail -> assertThat(detail).contains("process " + third.pid() + " on host"));
    publish(50);
    awaitAllCounted();
    assertThat(third.allAre("running")).isTrue();
  }

  @Test
  void aQueryThatWaitsForItsOwnerTakesOverWhenThatEnds() throws Exception {
    publish(20);
    SparkProcess first = start("first");
    patiently().until(() -> first.allAre("running"));
    SparkProcess second = servers.spark("second", QUERIES, "--wait-for-owner");
    patiently().until(() -> second.allAre("waiting-for-owner"));
    assertThat(second.queries())
        .extracting(ProgramStatus.Part::detail)
        .allSatisfy(detail -> assertThat(detail).contains("process " + first.pid() + " on host"));
    publish(20);
    awaitAllCounted();
    first.close();
    publish(20);
    patiently().until(() -> second.allAre("running"));
    awaitAllCounted();
  }

  @Test
  void aQueryThatIsRefusedEndsAlone() throws Exception {
    publish(20);
    SparkProcess first = start("first", List.of("history"));
    patiently().until(() -> first.allAre("running"));
    SparkProcess second = start("second", List.of("history", "counts"));
    patiently().until(() -> second.state("history").equals("refused"));
    awaitAllCounted();
    publish(20);
    awaitAllCounted();
    assertThat(second.state("counts")).isEqualTo("running");
    assertThat(second.state("history")).isEqualTo("refused");
  }

  @Test
  void anOlderCheckpointBesideNewerTablesLeavesNoHoleAndNoDouble() throws Exception {
    Path checkpoints = folder.resolve("checkpoints");
    publish(30);
    SparkProcess first = start("first");
    patiently().until(() -> first.allAre("running"));
    awaitAllCounted();
    first.close();
    Path backup = folder.resolve("backup");
    copy(checkpoints, backup);

    SparkProcess second = start("second");
    for (int i = 0; i < 4; i++) {
      publish(15);
      awaitAllCounted();
    }
    second.close();
    delete(checkpoints);
    copy(backup, checkpoints);

    publish(20);
    SparkProcess third = start("third");
    awaitAllKept();
    publish(20);
    // The numbers of the older checkpoint stand under revisions that were not used before.
    awaitAllCounted();
    assertThat(rowRevisions()).allMatch(revision -> revision >> 32 > 1);
    assertThat(third.log()).doesNotContain("FencedException");
  }

  private SparkProcess start(String name) throws IOException {
    return start(name, QUERIES);
  }

  private SparkProcess start(String name, List<String> queries) throws IOException {
    return servers.spark(name, queries);
  }

  private void publish(int posts) throws Exception {
    try (Publisher publisher = new Publisher(active.stack())) {
      for (int i = 0; i < posts; i++) {
        publisher.send("posts", "mastodon|" + published, post(published));
        published++;
      }
    }
  }

  /** Each post lies in the history once. */
  private void awaitAllKept() {
    List<String> all = IntStream.range(0, published).mapToObj(Integer::toString).toList();
    patiently()
        .untilAsserted(
            () ->
                assertThat(
                        new Kept(active)
                            .rows("SELECT id FROM posts", row -> String.valueOf(row.get(0))))
                    .containsExactlyInAnyOrderElementsOf(all));
  }

  /** The same, and the live numbers say so, too. */
  private void awaitAllCounted() {
    awaitAllKept();
    patiently()
        .untilAsserted(
            () ->
                assertThat(
                        new Kept(active)
                            .aggregates().stream()
                                .filter(number -> number.getMetric().equals("rows"))
                                .mapToLong(OwnersIT::count)
                                .sum())
                    .isEqualTo(published));
  }

  private List<Long> rowRevisions() throws IOException {
    return new Kept(active)
        .aggregates().stream()
            .filter(number -> number.getMetric().equals("rows"))
            .map(Aggregate::getRevision)
            .toList();
  }

  private static long count(Aggregate number) {
    return number.getValues().getOrDefault("count", 0L);
  }

  private static Post post(int i) {
    return Post.newBuilder()
        .setNetwork("mastodon")
        .setId(Integer.toString(i))
        .setVersion("1")
        .setOperation("CREATE")
        .setEventTime(NOW)
        .setObservedAt(NOW)
        .setSource("mastodon/town")
        .build();
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(from.relativize(file).toString()));
      }
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
