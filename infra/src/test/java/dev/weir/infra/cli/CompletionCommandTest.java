package dev.weir.infra.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script as bash itself understands it. */
class CompletionCommandTest {
  @TempDir Path folder;

  @Test
  void bashCompletesCommandsAndOptions() throws Exception {
    assertThat(completed("weir", "hi")).containsExactly("history");
    assertThat(completed("weir", "history", "s")).contains("schema", "snapshots", "sql");
    assertThat(completed("weir", "up", "--de")).contains("--demo", "--detach");
    assertThat(completed("weir", "history", "ls", "--format", "")).contains("csv", "json");
  }

  @Test
  void bashCompletesWhatTheScriptDoesByItself() throws Exception {
    assertThat(completed("weir", "sc")).containsExactlyInAnyOrder("scrape", "schemas");
    assertThat(completed("weir", "scrape", "")).contains("run", "once", "check", "page", "feed");
    assertThat(completed("weir", "test", "--f")).contains("--fast", "--full");
  }

  private List<String> completed(String... words) throws Exception {
    Path script = Files.writeString(folder.resolve("completion"), script());
    String lines =
        """
        source %s
        complete -p weir >&2
        COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); COMP_LINE="$*"; COMP_POINT=${#COMP_LINE}
        _complete_weir
        printf '%%s\\n' "${COMPREPLY[@]}"
        """
            .formatted(script);
    ProcessBuilder bash = new ProcessBuilder("bash", "--norc", "-c", lines, "bash");
    bash.command().addAll(List.of(words));
    Process process = bash.redirectError(folder.resolve("err").toFile()).start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(Files.readString(folder.resolve("err"))).isZero();
    assertThat(folder.resolve("err")).content().contains("-F _complete_weir");
    return out.lines().map(String::strip).toList();
  }

  private static String script() {
    StringWriter out = new StringWriter();
    int exit =
        WeirCommand.commandLine().setOut(new PrintWriter(out, true)).execute("completion", "bash");
    assertThat(exit).isZero();
    return out.toString();
  }
}
