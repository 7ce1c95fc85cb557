package dev.weir.spark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class SparkCommandTest {

  @TempDir private Path folder;

  @Test
  void anUnknownQueryIsAskedWrongly() throws IOException {
    Result result = run("stream", "--queries", "count", "--settings", settings("contact: me"));
    assertThat(result.exit).isEqualTo(2);
    assertThat(result.errors).contains("Expected one of history, mentions, counts", "got: count");
  }

  @Test
  void settingsThatAreMissingOrMistakenAreAskedWrongly() throws IOException {
    assertThat(run("stream", "--settings", folder.resolve("none.yaml").toString()).exit)
        .isEqualTo(2);
    Result result = run("verify", "--settings", settings("queries: {triger: 1s}"));
    assertThat(result.exit).isEqualTo(2);
    assertThat(result.errors).contains("triger");
  }

  @Test
  void helpShowsExamples() {
    Result result = run("stream", "--help");
    assertThat(result.exit).isZero();
    assertThat(result.output).contains("Examples:", "--supervised");
    assertThat(run("verify", "--help").output).contains("Examples:", "--wait");
  }

  private String settings(String yaml) throws IOException {
    return Files.writeString(folder.resolve("weir.yaml"), yaml).toString();
  }

  private record Result(int exit, String output, String errors) {}

  private static Result run(String... arguments) {
    CommandLine command = SparkCommand.commandLine();
    StringWriter output = new StringWriter();
    StringWriter errors = new StringWriter();
    command.setOut(new PrintWriter(output));
    command.setErr(new PrintWriter(errors));
    int exit = command.execute(arguments);
    return new Result(exit, output.toString(), errors.toString());
  }
}
