package dev.weir.tests.spark;

import dev.weir.infra.local.process.Homes;
import dev.weir.infra.local.program.SparkSubmit;
import dev.weir.schemas.status.ProgramStatus;
import dev.weir.schemas.status.StatusFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A Spark application that runs named queries. */
final class SparkProcess implements AutoCloseable {

  private static final long STOP_SECONDS = 120;

  private final String name;
  private final Path folder;
  private final Process process;

  private SparkProcess(String name, Path folder, Process process) {
    this.name = name;
    this.folder = folder;
    this.process = process;
  }

  /**
   * Starts one.
   *
   * @param name of its log and status files
   * @param environment the credentials
   * @param options further ones of the command
   */
  static SparkProcess start(
      String name,
      Path settings,
      List<String> queries,
      Map<String, String> environment,
      String... options)
      throws IOException {
    Path folder = settings.toAbsolutePath().getParent();
    List<String> arguments = new ArrayList<>(List.of("stream", "--supervised"));
    arguments.addAll(List.of("--queries", String.join(",", queries)));
    arguments.addAll(List.of("--settings", settings.toString()));
    arguments.addAll(List.of("--status-file", status(folder, name).toString()));
    arguments.addAll(List.of(options));
    ProcessBuilder builder =
        new ProcessBuilder(SparkSubmit.command(Homes.find(), List.of(), arguments))
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve(name + ".log").toFile());
    builder.environment().putAll(SparkSubmit.environment());
    builder.environment().putAll(environment);
    // It lives for a minute or two: optimized code would not pay for its compilation.
    builder.environment().put("SPARK_DRIVER_OPTS", "-XX:TieredStopAtLevel=1");
    return new SparkProcess(name, folder, builder.start());
  }

  private static Path status(Path folder, String name) {
    return folder.resolve(name + ".json");
  }

  long pid() {
    return process.pid();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** What it says of its queries; empty before it says anything. */
  List<ProgramStatus.Part> queries() throws IOException {
    return StatusFile.read(status(folder, name)).map(ProgramStatus::parts).orElse(List.of());
  }

  /** The state of a query; empty before it says anything. */
  String state(String query) throws IOException {
    return queries().stream()
        .filter(part -> part.name().equals(query))
        .map(ProgramStatus.Part::state)
        .findFirst()
        .orElse("");
  }

  boolean allAre(String state) throws IOException {
    List<ProgramStatus.Part> queries = queries();
    return !queries.isEmpty() && queries.stream().allMatch(query -> query.state().equals(state));
  }

  String log() throws IOException {
    return Files.readString(folder.resolve(name + ".log"));
  }

  /** Stops it as SIGSTOP does: it keeps its connections and does nothing. */
  void freeze() throws Exception {
    signal("STOP");
  }

  void wake() throws Exception {
    signal("CONT");
  }

  private void signal(String signal) throws Exception {
    new ProcessBuilder("kill", "-" + signal, Long.toString(pid())).start().waitFor();
  }

  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** Ends it between two batches. */
  @Override
  public void close() throws IOException, InterruptedException {
    process.getOutputStream().close();
    if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
      kill();
    }
  }
}
