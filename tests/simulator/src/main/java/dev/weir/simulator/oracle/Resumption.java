package dev.weir.simulator.oracle;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.weir.simulator.fault.FaultSettings;
import dev.weir.simulator.world.WorldSettings;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/**
 * Goes on with the world that an oracle's file tells of, so that a simulator that is started again
 * plays no second one.
 */
public final class Resumption {
  private static final ObjectMapper JSON = new ObjectMapper();

  private Resumption() {}

  /** The world of the file; empty where there is no file, or an empty one. */
  public static Optional<WorldSettings> world(Path file) throws IOException {
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try (BufferedReader reader = Files.newBufferedReader(file)) {
      String first = reader.readLine();
      if (first == null) {
        return Optional.empty();
      }
      JsonNode line = JSON.readTree(first);
      if (!line.path("kind").asText().equals("world")) {
        throw new IOException("Expected an oracle that begins with its world, got: " + first);
      }
      return Optional.of(
          new WorldSettings(
              line.path("seed").asLong(),
              Instant.parse(line.path("epoch").asText()),
              line.path("rate").asDouble(),
              line.path("total").asLong(),
              FaultSettings.parse(line.path("faults").asText())));
    }
  }

  /** Tells the witness what the file says was served already. */
  public static void recall(Path file, Witness witness) throws IOException {
    try (BufferedReader reader = Files.newBufferedReader(file)) {
      for (String text = reader.readLine(); text != null; text = reader.readLine()) {
        JsonNode line = JSON.readTree(text);
        switch (line.path("kind").asText()) {
          case "post", "page", "malformed" -> witness.remember(line.path("item").asLong());
          case "redirect" -> witness.rememberHop(line.path("url").asText());
          case "recorded" ->
              witness.rememberRecording(line.path("type").asText(), line.path("name").asText());
          default -> {}
        }
      }
    }
  }
}
