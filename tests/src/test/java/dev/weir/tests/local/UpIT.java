package dev.weir.tests.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.weir.infra.local.process.FreePorts;
import dev.weir.schemas.status.ProgramStatus;
import dev.weir.schemas.status.StatusFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command {@code up} as a user starts it: a process with servers of its own. */
class UpIT {
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final int SERVERS = 3;

  @TempDir Path folder;

  private Path settings;
  private final List<Process> started = new ArrayList<>();

  @BeforeEach
  void writeSettings() throws Exception {
    Iterator<Integer> ports = FreePorts.take(5).iterator();
    settings =
        Files.writeString(
            folder.resolve("weir.yaml"),
            "stack: {data-dir: %s, ports: {kafka: %d, controller: %d, registry: %d, s3: %d, simulator: %d}}\n"
                .formatted(
                    folder.resolve("data"),
                    ports.next(),
                    ports.next(),
                    ports.next(),
                    ports.next(),
                    ports.next()));
  }

  @AfterEach
  void killWhatIsLeft() {
    started.forEach(Process::destroyForcibly);
  }

  @Test
  void partsThatDieComeBackAndNoneOutlivesTheSupervisorAndASecondUpGoesOn() throws Exception {
    Process first = weir("up", "--servers");
    await().atMost(PATIENCE).until(this::allRun);
    List<ProcessHandle> servers = servers();
    assertThat(servers).hasSize(SERVERS).allMatch(ProcessHandle::isAlive);
    assertThat(weir("status", "--json").waitFor()).isZero();
    assertThat(weir("up", "--servers").waitFor()).as("a second supervisor is refused").isEqualTo(1);

    servers.get(0).destroyForcibly();
    await()
        .atMost(PATIENCE)
        .until(() -> part("kafka").facts().get("restarts").equals(1) && allRun());

    List<ProcessHandle> before = servers();
    first.destroyForcibly().waitFor();
    await()
        .atMost(Duration.ofSeconds(40))
        .until(() -> before.stream().noneMatch(ProcessHandle::isAlive));
    assertThat(weir("status").waitFor()).isEqualTo(1);

    Process second = weir("up", "--servers");
    await().atMost(PATIENCE).until(() -> state().pid() == second.pid() && allRun());
    assertThat(weir("schemas", "check").waitFor()).isZero();
    List<ProcessHandle> again = servers();
    assertThat(weir("down").waitFor()).isZero();
    assertThat(second.waitFor(10, TimeUnit.SECONDS)).isTrue();
    assertThat(again).noneMatch(ProcessHandle::isAlive);
  }

  private Process weir(String... arguments) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Dweir.root=" + System.getProperty("weir.root"),
                "-cp",
                System.getProperty("java.class.path"),
                "dev.weir.infra.cli.WeirCommand"));
    command.addAll(List.of(arguments));
    command.addAll(List.of("--settings", settings.toString()));
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve("out.log").toFile()))
            .start();
    started.add(process);
    return process;
  }

  private ProgramStatus state() throws IOException {
    return StatusFile.read(folder.resolve("data/run/state.json")).orElseThrow();
  }

  private boolean allRun() throws IOException {
    return Files.exists(folder.resolve("data/run/state.json"))
        && state().parts().stream()
            .allMatch(part -> part.state().equals("running") || part.state().equals("done"));
  }

  private ProgramStatus.Part part(String name) throws IOException {
    return state().parts().stream()
        .filter(part -> part.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private List<ProcessHandle> servers() throws IOException {
    return state().parts().stream()
        .map(part -> ((Number) part.facts().get("pid")).longValue())
        .filter(pid -> pid > 0)
        .flatMap(pid -> ProcessHandle.of(pid).stream())
        .toList();
  }
}
