package dev.weir.pollers.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** Small payloads after public bug reports, with their right answers, where they are at hand. */
@Tag("conformance")
class CaseConformanceTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private record Run(int exit, List<JsonNode> printed, String out, String err) {}

  @Test
  void everyCaseOfPollParseHasItsRightAnswer() throws IOException {
    List<String> wrong = new ArrayList<>();
    int cases = 0;
    for (Path folder : cases()) {
      String command = Files.readString(folder.resolve("cmd.txt")).strip();
      if (!command.startsWith("./weir poll ") || command.contains("\n")) {
        continue;
      }
      cases++;
      Run run = run(folder, command.split(" ", -1));
      for (JsonNode check :
          JSON.readTree(folder.resolve("expected.json").toFile()).path("checks")) {
        if (!holds(check, run)) {
          wrong.add(folder.getFileName() + " " + check + " got " + run.out() + run.err());
        }
      }
    }
    assertThat(cases).isPositive();
    assertThat(wrong).isEmpty();
  }

  private static Run run(Path folder, String[] words) throws IOException {
    String[] arguments =
        Arrays.stream(words)
            .skip(2)
            .map(word -> word.startsWith("input") ? folder.resolve(word).toString() : word)
            .toArray(String[]::new);
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine command =
        PollCommand.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
    int exit = command.execute(arguments);
    List<JsonNode> printed = new ArrayList<>();
    for (String line : out.toString().lines().toList()) {
      printed.add(JSON.readTree(line));
    }
    return new Run(exit, printed, out.toString(), err.toString());
  }

  private static boolean holds(JsonNode check, Run run) {
    if (check.has("exit")) {
      return check.path("exit").asInt() == run.exit();
    }
    if (check.has("items")) {
      return check.path("items").asInt() == run.printed().size();
    }
    if (check.has("err_has") || check.has("out_has")) {
      return run.err().contains(check.path("err_has").asText())
          && run.out().contains(check.path("out_has").asText());
    }
    if (check.has("err_lacks") || check.has("out_lacks")) {
      String text = check.has("err_lacks") ? run.err() : run.out();
      return !text.contains(check.path("err_lacks").asText(check.path("out_lacks").asText()));
    }
    int item = check.path("item").asInt();
    return item < run.printed().size() && holds(check, run.printed().get(item));
  }

  private static boolean holds(JsonNode check, JsonNode printed) {
    JsonNode got = get(printed, List.of(check.path("field").asText().split("\\.", -1)));
    if (check.has("is")) {
      return got.equals(check.path("is"));
    }
    if (check.has("in")) {
      return Stream.iterate(0, i -> i + 1)
          .limit(check.path("in").size())
          .anyMatch(i -> got.equals(check.path("in").get(i)));
    }
    boolean contains =
        got.asText().contains(check.path("has").asText(check.path("lacks").asText()));
    return !got.isNull() && contains == check.has("has");
  }

  private static JsonNode get(JsonNode value, List<String> path) {
    if (path.isEmpty()) {
      return value;
    }
    List<String> rest = path.subList(1, path.size());
    if (path.get(0).equals("*")) {
      var all = JSON.createArrayNode();
      value.forEach(element -> all.add(get(element, rest)));
      return all;
    }
    JsonNode next =
        value.isArray() ? value.path(Integer.parseInt(path.get(0))) : value.path(path.get(0));
    return next.isMissingNode() ? JSON.nullNode() : get(next, rest);
  }

  private static List<Path> cases() throws IOException {
    String set = System.getenv("WEIR_CORPUS");
    Path data =
        set == null
            ? Path.of(System.getProperty("weir.root", ".."), "../shared/data")
            : Path.of(set);
    Path folder = data.resolve("cases");
    assumeTrue(
        Files.isDirectory(folder),
        "The cases were not found in " + folder + "; WEIR_CORPUS names another folder");
    try (Stream<Path> folders = Files.list(folder)) {
      return folders.filter(Files::isDirectory).sorted().toList();
    }
  }
}
