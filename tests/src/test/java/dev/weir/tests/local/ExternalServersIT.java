package dev.weir.tests.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.weir.infra.local.process.FreePorts;
import dev.weir.infra.local.stack.LocalStack;
import dev.weir.infra.local.stack.LocalStack.Part;
import dev.weir.schemas.status.ProgramStatus;
import dev.weir.schemas.status.StatusFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Weir with a broker and an S3 endpoint that somebody else runs. */
class ExternalServersIT {
  private static final Duration PATIENCE = Duration.ofMinutes(6);

  @TempDir Path folder;

  @Test
  void withExternalServersAndNoCatalogHistoryStartsBeforeUpSaysReady() throws Exception {
    try (LocalStack theirs = LocalStack.start(folder.resolve("theirs"), Part.KAFKA, Part.S3)) {
      Process up = up(settings(theirs), theirs.environment());
      try {
        await()
            .atMost(PATIENCE)
            .until(() -> !up.isAlive() || state("spark").filter("running"::equals).isPresent());
        assertThat(up.isAlive()).as(Files.readString(folder.resolve("out.log"))).isTrue();
        assertThat(status("spark").orElseThrow().parts())
            .hasSize(5)
            .allMatch(query -> query.state().equals("running"))
            .allMatch(
                query -> query.facts().containsKey("idle") || query.facts().containsKey("batch"));
        assertThat(folder.resolve("ours/data/catalog.db")).exists();
      } finally {
        up.destroy();
        if (!up.waitFor(90, TimeUnit.SECONDS)) {
          up.destroyForcibly();
        }
      }
    }
  }

  private Path settings(LocalStack theirs) throws IOException {
    Iterator<Integer> ports = FreePorts.take(4).iterator();
    return Files.writeString(
        folder.resolve("weir.yaml"),
        """
        contact: mailto:test@example.org
        stack:
          data-dir: %s
          kafka: {bootstrap-servers: "%s"}
          s3: {endpoint: "%s"}
          ports: {kafka: %d, controller: %d, registry: %d, s3: %d}
        """
            .formatted(
                folder.resolve("ours"),
                theirs.bootstrapServers(),
                theirs.s3Endpoint(),
                ports.next(),
                ports.next(),
                ports.next(),
                ports.next()));
  }

  private Process up(Path settings, Map<String, String> environment) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Dweir.root=" + System.getProperty("weir.root"),
                "-cp",
                System.getProperty("java.class.path"),
                "dev.weir.infra.cli.WeirCommand",
                "up",
                "--settings",
                settings.toString()));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("out.log").toFile());
    builder.environment().putAll(environment);
    return builder.start();
  }

  private Optional<String> state(String part) throws IOException {
    return status("state").stream()
        .flatMap(state -> state.parts().stream())
        .filter(candidate -> candidate.name().equals(part))
        .map(ProgramStatus.Part::state)
        .findFirst();
  }

  private Optional<ProgramStatus> status(String name) throws IOException {
    return StatusFile.read(folder.resolve("ours/run").resolve(name + ".json"));
  }
}
