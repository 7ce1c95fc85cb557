package dev.weir.trial;

import dev.weir.infra.local.process.Homes;
import dev.weir.simulator.server.SimulatorSources;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs the weir command as a process of its own, as the script does. */
public final class WeirCli {
  private static final long PATIENCE_SECONDS = 300;

  private final Path folder;

  /**
   * @param folder where the command runs, and where what it prints is kept
   */
  public WeirCli(Path folder) {
    this.folder = folder;
  }

  /** How a command ended, and what it said. */
  public record Result(int exit, String out, String err) {}

  /** Starts a command whose standard input stays open; its output goes to files. */
  public Process start(String name, String... arguments) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(commandLine(arguments))
            .directory(folder.toFile())
            .redirectOutput(file(name, "out").toFile())
            .redirectError(file(name, "err").toFile());
    builder.environment().put(SimulatorSources.TOKEN_ENV, SimulatorSources.TOKEN);
    return builder.start();
  }

  /** Runs a command to its end. */
  public Result run(String name, String... arguments) throws IOException, InterruptedException {
    Process process = start(name, arguments);
    process.getOutputStream().close();
    if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly().waitFor();
      throw new IOException(
          "Expected an end within %d s of: %s; it said: %s"
              .formatted(PATIENCE_SECONDS, String.join(" ", arguments), read(name, "err")));
    }
    return new Result(process.exitValue(), read(name, "out"), read(name, "err"));
  }

  /** What a command has said so far on {@code out} or {@code err}. */
  public String read(String name, String stream) throws IOException {
    return Files.readString(file(name, stream), StandardCharsets.UTF_8);
  }

  private Path file(String name, String stream) {
    return folder.resolve(name + "." + stream);
  }

  private static List<String> commandLine(String... arguments) {
    List<String> line = new ArrayList<>();
    line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    line.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    line.add("-Dweir.root=" + System.getProperty("weir.root"));
    line.addAll(List.of("-cp", Homes.find().moduleClassPath("infra")));
    line.add("dev.weir.infra.cli.WeirCommand");
    line.addAll(List.of(arguments));
    return line;
  }
}
