package dev.weir.infra.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
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
    return new StackUnit.Service(needs, program, isServer, Optional.empty());
  }
}
