package dev.weir.tests.cli;

import dev.weir.infra.local.process.Homes;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs the weir command as a process of its own, and tells what came of it. */
final class WeirProcess {

  private static final long MAX_SECONDS = 90;

  private final Path folder;
  private final Map<String, String> environment;

  /**
   * @param folder where outputs are kept
   * @param environment what is added to the process' environment
   */
  WeirProcess(Path folder, Map<String, String> environment) {
    this.folder = folder;
    this.environment = environment;
  }

  /** What came of it. */
  record Result(int exitCode, List<String> out, String err) {}

  Result run(String... arguments) throws IOException, InterruptedException {
    Path out = Files.createTempFile(folder, "weir-", ".out");
    Path err = Files.createTempFile(folder, "weir-", ".err");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-XX:TieredStopAtLevel=1",
            "-cp",
            Homes.find().moduleClassPath("infra"),
            "dev.weir.infra.cli.WeirCommand"));
    command.addAll(List.of(arguments));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    builder.environment().putAll(environment);
    Process process = builder.start();
    if (!process.waitFor(MAX_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly().waitFor();
      throw new IOException(
          "Expected " + List.of(arguments) + " to end, got: " + Files.readString(err));
    }
    return new Result(process.exitValue(), Files.readAllLines(out), Files.readString(err));
  }
}
