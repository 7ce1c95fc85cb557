package dev.weir.schemas.status;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StatusFileTest {

  @TempDir private Path folder;

  @Test
  void whatIsWrittenIsReadTheSame() throws IOException {
    Path file = folder.resolve("run/pollers.json");
    ProgramStatus status =
        new ProgramStatus(
            "pollers",
            42,
            Instant.parse("2026-05-01T12:00:00.123456Z"),
            List.of(
                new ProgramStatus.Part(
                    "mastodon/town",
                    "running",
                    "",
                    Instant.parse("2026-05-01T11:00:00Z"),
                    Map.of("records", 7))));

    StatusFile.write(file, status);
    StatusFile.write(file, status);

    assertThat(StatusFile.read(file)).contains(status);
    assertThat(Files.readString(file)).contains("\"updated_at\":\"2026-05-01T12:00:00.123456Z\"");
    try (var files = Files.list(file.getParent())) {
      assertThat(files).containsExactly(file);
    }
  }

  @Test
  void aMissingFileIsNoStatus() throws IOException {
    assertThat(StatusFile.read(folder.resolve("absent.json"))).isEmpty();
  }
}
