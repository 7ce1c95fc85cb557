package dev.weir.tests.cases;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.weir.pollers.cli.PollCommand;
import dev.weir.scrapers.cli.ScrapeCommand;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;

/**
 * What a command printed, and its exit code.
 *
 * @param out standard output
 * @param err standard error
 */
record CommandRun(int exit, String out, String err) {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  /** Runs a command in this JVM; words that name a file of the folder mean that file. */
  static CommandRun of(Path folder, List<String> words) {
    CommandLine program = program(words.get(0));
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    program.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
    String[] arguments =
        words.stream().skip(1).map(word -> resolved(folder, word)).toArray(String[]::new);
    return new CommandRun(program.execute(arguments), out.toString(), err.toString());
  }

  /** The printed JSON: one value over several lines, or else one a line. */
  List<JsonNode> values() {
    Optional<JsonNode> whole = json(out);
    if (whole.isPresent()) {
      return List.of(whole.get());
    }
    List<JsonNode> found = new ArrayList<>();
    out.lines().forEach(line -> json(line).ifPresent(found::add));
    return found;
  }

  private static Optional<JsonNode> json(String text) {
    try {
      return Optional.ofNullable(JSON.readTree(text)).filter(node -> !node.isMissingNode());
    } catch (JsonProcessingException otherText) {
      return Optional.empty();
    }
  }

  private static CommandLine program(String name) {
    return switch (name) {
      case "scrape" -> ScrapeCommand.commandLine();
      case "poll" -> PollCommand.commandLine();
      default -> throw new IllegalArgumentException("Expected scrape or poll, got: " + name);
    };
  }

  private static String resolved(Path folder, String word) {
    boolean isFile = !word.contains("/") && Files.isRegularFile(folder.resolve(word));
    return isFile ? folder.resolve(word).toString() : word;
  }
}
