package dev.weir.trial.backlog;

import dev.weir.infra.local.folder.ActiveSettings;
import dev.weir.infra.local.folder.DataFolder;
import dev.weir.infra.local.process.Homes;
import dev.weir.infra.local.program.SparkSubmit;
import dev.weir.schemas.status.ProgramStatus;
import dev.weir.schemas.status.StatusFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A Spark application of Weir's, started as {@code up} starts it, with a log of its heap. */
final class SparkRun implements AutoCloseable {

  private static final Pattern COLLECTION = Pattern.compile("(\\d+)M->(\\d+)M\\(\\d+M\\)");
  private static final long STOP_SECONDS = 90;

  private final Process process;
  private final Path status;
  private final Path heapLog;
  private final Instant started = Instant.now();

  private SparkRun(Process process, Path status, Path heapLog) {
    this.process = process;
    this.status = status;
    this.heapLog = heapLog;
  }

  /**
   * Starts it.
   *
   * @param number of the run; names its files
   * @param heap the JVM's limit, such as {@code 1g}
   */
  static SparkRun start(
      Path folder,
      DataFolder data,
      ActiveSettings settings,
      String queries,
      String heap,
      int number)
      throws IOException {
    Path status = folder.resolve("spark-%d.json".formatted(number));
    Path heapLog = folder.resolve("heap-%d.log".formatted(number));
    List<String> command =
        SparkSubmit.command(
            Homes.find(),
            List.of(),
            List.of(
                "stream",
                "--settings",
                data.effectiveSettings().toString(),
                "--queries",
                queries,
                "--supervised",
                "--status-file",
                status.toString()));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("spark-%d.log".formatted(number)).toFile());
    builder.environment().putAll(environment(settings));
    builder.environment().put("SPARK_DRIVER_MEMORY", heap);
    builder.environment().put("SPARK_DRIVER_OPTS", "-Xlog:gc:file=" + heapLog);
    return new SparkRun(builder.start(), status, heapLog);
  }

  private static Map<String, String> environment(ActiveSettings settings) {
    Map<String, String> environment = new TreeMap<>(SparkSubmit.environment());
    for (String name :
        List.of(settings.stack().s3().accessKeyEnv(), settings.stack().s3().secretKeyEnv())) {
      String value = settings.environment().apply(name);
      if (value != null) {
        environment.put(name, value);
      }
    }
    return environment;
  }

  Instant started() {
    return started;
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** What the queries last said of themselves, by name; empty before they have. */
  Map<String, ProgramStatus.Part> queries() throws IOException {
    Optional<ProgramStatus> said = StatusFile.read(status);
    return said.map(ProgramStatus::parts).orElse(List.of()).stream()
        .collect(Collectors.toMap(ProgramStatus.Part::name, part -> part, (one, two) -> two));
  }

  /** Ends it as {@code kill -9} does. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /**
   * Megabytes of the heap.
   *
   * @param used the most that was in use at the start of a collection
   * @param live the most that a collection left
   */
  record Heap(long used, long live) {
    Heap most(Heap other) {
      return new Heap(Math.max(used, other.used), Math.max(live, other.live));
    }
  }

  Heap heap() throws IOException {
    try (Stream<String> lines = Files.lines(heapLog)) {
      return lines
          .map(COLLECTION::matcher)
          .filter(Matcher::find)
          .map(found -> new Heap(Long.parseLong(found.group(1)), Long.parseLong(found.group(2))))
          .reduce(new Heap(0, 0), Heap::most);
    }
  }

  @Override
  public void close() throws IOException, InterruptedException {
    process.getOutputStream().close();
    if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly().waitFor();
    }
  }
}
