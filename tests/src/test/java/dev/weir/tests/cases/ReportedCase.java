package dev.weir.tests.cases;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * One case as it lies in its folder.
 *
 * @param right the right answer in words
 * @param commands the words of each command, without the program's own name
 * @param checks what the commands must print
 */
record ReportedCase(String right, List<List<String>> commands, List<Check> checks) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Reads {@code cmd.txt} and {@code expected.json}. */
  static ReportedCase read(Path folder) throws IOException {
    List<List<String>> commands = new ArrayList<>();
    for (String line : Files.readAllLines(folder.resolve("cmd.txt"))) {
      if (!line.isBlank() && !line.startsWith("#")) {
        commands.add(words(line));
      }
    }
    JsonNode expected = JSON.readTree(folder.resolve("expected.json").toFile());
    List<Check> checks = new ArrayList<>();
    expected.path("checks").forEach(check -> checks.add(new Check(check)));
    return new ReportedCase(expected.path("right").asText(), commands, checks);
  }

  private static List<String> words(String line) {
    if (line.contains("'") || line.contains("\"") || line.contains("\\")) {
      throw new IllegalArgumentException("Expected a command without quotes, got: " + line);
    }
    List<String> words = List.of(line.strip().split("\\s+"));
    if (!words.get(0).equals("./weir")) {
      throw new IllegalArgumentException("Expected a command of ./weir, got: " + line);
    }
    return words.subList(1, words.size());
  }
}
