package dev.weir.infra.local.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.weir.infra.local.process.Child;
import dev.weir.infra.local.process.Program;
import dev.weir.infra.local.process.ReadyCheck;
import dev.weir.schemas.status.ProgramStatus;
import dev.weir.schemas.status.StatusFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * With shell scripts as the programs: they end when their standard input does, as all children of
 * ours do.
 */
class SupervisorTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final String UNTIL_INPUT_ENDS =
      "echo started; while read line; do :; done; echo ended";

  @TempDir Path folder;

  private final List<PartStatus> changes = new CopyOnWriteArrayList<>();

  @Test
  void aPartStartsOnlyWhenWhatItNeedsHasBeenReady() throws Exception {
    AtomicInteger attempts = new AtomicInteger();
    StackUnit task =
        new StackUnit.Task(
            "topics",
            Set.of(),
            () -> {
              if (attempts.incrementAndGet() == 1) {
                throw new IOException("no broker yet");
              }
            });
    try (Supervisor supervisor =
        start(task, service("spark", Set.of("topics"), UNTIL_INPUT_ENDS, false))) {
      await().atMost(PATIENCE).until(supervisor::isReady);
      assertThat(changes.stream().map(change -> change.name() + " " + change.state()))
          .containsExactly("topics BACKING_OFF", "topics DONE", "spark STARTING", "spark RUNNING");
      assertThat(changes.get(0).detail()).contains("no broker yet");
    }
  }

  @Test
  void aPartThatDiesIsStartedAgain() throws Exception {
    try (Supervisor supervisor = start(service("kafka", Set.of(), UNTIL_INPUT_ENDS, true))) {
      await().atMost(PATIENCE).until(supervisor::isReady);
      long first = supervisor.child("kafka").orElseThrow().pid();
      supervisor.child("kafka").orElseThrow().kill();
      await()
          .atMost(PATIENCE)
          .until(() -> supervisor.parts().get(0).restarts() == 1 && supervisor.isReady());
      assertThat(supervisor.child("kafka").orElseThrow().pid()).isNotEqualTo(first);
      assertThat(changes)
          .anyMatch(change -> change.detail().contains("it ended with exit code 137"));
    }
  }

  @Test
  void serversEndAfterThoseThatUseThem() throws Exception {
    Supervisor supervisor =
        start(
            service("kafka", Set.of(), UNTIL_INPUT_ENDS, true),
            service("registry", Set.of("kafka"), UNTIL_INPUT_ENDS, true),
            service("pollers", Set.of(), UNTIL_INPUT_ENDS, false));
    await().atMost(PATIENCE).until(supervisor::isReady);
    supervisor.close();
    assertThat(
            changes.stream()
                .filter(change -> change.state() == PartState.STOPPED)
                .map(PartStatus::name))
        .containsExactly("pollers", "registry", "kafka");
    assertThat(Files.readString(folder.resolve("kafka.log"))).isEqualTo("started\nended\n");
  }

  @Test
  void whatDiesWhileTheStackEndsIsNotStartedAgain() throws Exception {
    Supervisor supervisor =
        start(
            service("kafka", Set.of(), UNTIL_INPUT_ENDS, true),
            service("spark", Set.of(), UNTIL_INPUT_ENDS + "; sleep 3", false));
    await().atMost(PATIENCE).until(supervisor::isReady);
    Child kafka = supervisor.child("kafka").orElseThrow();
    Thread ending = new Thread(supervisor::close);
    ending.start();
    await()
        .atMost(PATIENCE)
        .until(() -> Files.readString(folder.resolve("spark.log")).contains("ended"));
    kafka.kill();
    ending.join();
    assertThat(Files.readString(folder.resolve("kafka.log"))).isEqualTo("started\n");
    assertThat(supervisor.parts())
        .allMatch(part -> part.state() == PartState.STOPPED && part.restarts() == 0);
  }

  @Test
  void aPartThatDoesNotEndWhenAskedIsKilledBeforeTheServersThatItUses() throws Exception {
    Supervisor supervisor =
        new Supervisor(
            List.of(
                service("kafka", Set.of(), UNTIL_INPUT_ENDS, true),
                service("spark", Set.of(), "echo started; exec tail -f /dev/null", false)),
            Clock.systemUTC(),
            changes::add,
            Duration.ofMillis(200));
    supervisor.start();
    await().atMost(PATIENCE).until(supervisor::isReady);
    ProcessHandle stubborn =
        ProcessHandle.of(supervisor.child("spark").orElseThrow().pid()).orElseThrow();
    supervisor.close();
    assertThat(stubborn.isAlive()).isFalse();
    assertThat(supervisor.parts()).allMatch(part -> part.state() == PartState.STOPPED);
  }

  @Test
  void aPartThatNeverComesUpIsHopeless() throws Exception {
    try (Supervisor supervisor = start(service("s3", Set.of(), "exit 3", true))) {
      await().atMost(Duration.ofSeconds(30)).until(() -> supervisor.hopeless().isPresent());
      assertThat(supervisor.hopeless().orElseThrow().detail()).contains("exit code 3");
    }
  }

  @Test
  void aChildIsDeafToCtrlC() throws Exception {
    try (Supervisor supervisor = start(service("kafka", Set.of(), UNTIL_INPUT_ENDS, true))) {
      await().atMost(PATIENCE).until(supervisor::isReady);
      long pid = supervisor.child("kafka").orElseThrow().pid();
      new ProcessBuilder("kill", "-INT", Long.toString(pid)).start().waitFor();
    }
    assertThat(Files.readString(folder.resolve("kafka.log"))).isEqualTo("started\nended\n");
  }

  @Test
  void aNeedThatComesLaterIsRefused() {
    assertThatThrownBy(() -> start(service("registry", Set.of("kafka"), UNTIL_INPUT_ENDS, true)))
        .hasMessage("Expected a unit before those that need it, got: kafka");
  }

  @Test
  void sparkIsReadyOnlyWhenEachQueryHasDoneABatchOrFoundNothingToDo() throws Exception {
    Path file = folder.resolve("spark.json");
    write(
        file,
        query("counts", "running", "", Map.of("batch", 0)),
        query("history", "starting", "", Map.of()));
    Supervisor supervisor = start(queries(file, UNTIL_INPUT_ENDS));
    try (supervisor) {
      await()
          .atMost(PATIENCE)
          .until(() -> spark(supervisor).detail().equals("history has not done a batch"));
      write(
          file,
          query("counts", "running", "", Map.of("batch", 0)),
          query("history", "backing-off", "SQLITE_CANTOPEN", Map.of()));
      await()
          .atMost(PATIENCE)
          .until(
              () -> spark(supervisor).detail().equals("history is backing-off: SQLITE_CANTOPEN"));
      assertThat(supervisor.isSettled()).isFalse();
      write(
          file,
          query("counts", "running", "", Map.of("batch", 0)),
          query("history", "running", "", Map.of("idle", true)));
      await().atMost(PATIENCE).until(supervisor::isReady);
    }
  }

  @Test
  void aQueryThatIsRefusedIsNamedWhileTheOthersRun() throws Exception {
    Path file = folder.resolve("spark.json");
    write(
        file,
        query("counts", "running", "", Map.of("batch", 3)),
        query("history", "refused", "records expired", Map.of()));
    Supervisor supervisor = start(queries(file, UNTIL_INPUT_ENDS));
    try (supervisor) {
      await().atMost(PATIENCE).until(supervisor::isReady);
      assertThat(spark(supervisor).detail()).isEqualTo("history is refused: records expired");
    }
  }

  @Test
  void sparkThatEndsByARefusalIsNotStartedAgainAndAgain() throws Exception {
    Path file = folder.resolve("spark.json");
    write(
        file,
        query("counts", "stopped", "", Map.of()),
        query("history", "refused", "records expired", Map.of()));
    Supervisor supervisor = start(queries(file, "echo started; sleep 1; exit 1"));
    try (supervisor) {
      await().atMost(PATIENCE).until(supervisor::isSettled);
      assertThat(spark(supervisor).state()).isEqualTo(PartState.REFUSED);
      assertThat(spark(supervisor).detail()).isEqualTo("history is refused: records expired");
      assertThat(spark(supervisor).restarts()).isZero();
      assertThat(supervisor.isReady()).isFalse();
    }
    assertThat(Files.readString(folder.resolve("spark.log"))).isEqualTo("started\n");
  }

  private static PartStatus spark(Supervisor supervisor) {
    return supervisor.parts().get(0);
  }

  private static ProgramStatus.Part query(
      String name, String state, String detail, Map<String, Object> facts) {
    return new ProgramStatus.Part(name, state, detail, Instant.EPOCH, facts);
  }

  private static void write(Path file, ProgramStatus.Part... parts) throws IOException {
    StatusFile.write(file, new ProgramStatus("spark", 1, Instant.EPOCH, List.of(parts)));
  }

  /** A program that puts the given status into place as soon as it runs, as Spark would. */
  private StackUnit queries(Path file, String script) throws IOException {
    Path prepared = Files.move(file, folder.resolve("prepared.json"));
    StackUnit.Service plain =
        (StackUnit.Service)
            service("spark", Set.of(), "cp " + prepared + " " + file + "; " + script, false);
    return new StackUnit.Service(Set.of(), plain.program(), false, Optional.of(file), true);
  }

  private Supervisor start(StackUnit... units) {
    Supervisor supervisor = new Supervisor(List.of(units), Clock.systemUTC(), changes::add);
    supervisor.start();
    return supervisor;
  }

  private StackUnit service(String name, Set<String> needs, String script, boolean isServer) {
    Path log = folder.resolve(name + ".log");
    ReadyCheck ready = () -> Files.exists(log) && Files.readString(log).contains("started");
    Program program =
        new Program(
            name,
            "",
            List.of("/bin/sh", "-c", script),
            Map.of(),
            folder,
            log,
            ready,
            Duration.ofSeconds(10));
    return new StackUnit.Service(needs, program, isServer, Optional.empty(), false);
  }
}
