package dev.weir.infra.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.infra.cli.stack.LogsCommand;
import java.io.PrintWriter;
import java.io.RandomAccessFile;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class WeirCommandTest {
  @TempDir Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void everyCommandHasHelpWithAnExample() {
    List<CommandLine> commands =
        new ArrayList<>(WeirCommand.commandLine().getSubcommands().values());
    assertThat(commands).hasSizeGreaterThan(8);
    for (CommandLine command : commands) {
      assertThat(command.getUsageMessage())
          .as(command.getCommandName())
          .contains("--help")
          .contains("./weir ");
    }
  }

  @Test
  void withoutACommandTheExitCodeIsTwo() {
    assertThat(run()).isEqualTo(2);
    assertThat(err.toString()).contains("Expected a command").contains("Usage: weir");
  }

  @Test
  void upRefusesToFetchFromAnybodyWithoutAContact() throws Exception {
    Path settings =
        Files.writeString(folder.resolve("weir.yaml"), "stack: {data-dir: " + folder + "}\n");
    assertThat(run("up", "--settings", settings.toString())).isEqualTo(2);
    assertThat(err.toString()).contains("Expected a contact").contains("./weir up --demo");
    assertThat(folder.resolve("run")).doesNotExist();
  }

  @Test
  void anUnknownSettingIsExplained() throws Exception {
    Path settings = Files.writeString(folder.resolve("weir.yaml"), "stak: {}\n");
    assertThat(run("status", "--settings", settings.toString())).isEqualTo(2);
    assertThat(err.toString()).contains("stak").contains("stack");
  }

  @Test
  void statusOfAStackThatNeverWasSaysSo() throws Exception {
    Path settings =
        Files.writeString(folder.resolve("weir.yaml"), "stack: {data-dir: " + folder + "}\n");
    assertThat(run("status", "--settings", settings.toString())).isEqualTo(1);
    assertThat(err.toString()).contains("No stack was ever started on " + folder);
  }

  @Test
  void completionKnowsTheCommands() {
    assertThat(run("completion")).isZero();
    assertThat(out.toString()).contains("up").contains("schemas").contains("complete -F");
  }

  @Test
  void theLastLinesOfALogAreFoundFromItsEnd() throws Exception {
    Path log = Files.writeString(folder.resolve("a.log"), "one\ntwo\nthree\n");
    try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
      assertThat(LogsCommand.startOfLastLines(file, 1)).isEqualTo(8);
      assertThat(LogsCommand.startOfLastLines(file, 2)).isEqualTo(4);
      assertThat(LogsCommand.startOfLastLines(file, 3)).isZero();
      assertThat(LogsCommand.startOfLastLines(file, 9)).isZero();
    }
  }

  private int run(String... arguments) {
    return WeirCommand.commandLine()
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(arguments);
  }
}
