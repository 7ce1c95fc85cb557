package dev.weir.trial.backlog;

import dev.weir.infra.local.folder.ActiveSettings;
import dev.weir.infra.local.folder.DataFolder;
import dev.weir.infra.local.process.FreePorts;
import dev.weir.infra.local.stack.RunningStack;
import dev.weir.infra.stream.TopicReader;
import dev.weir.schemas.record.Aggregate;
import dev.weir.schemas.status.ProgramStatus;
import dev.weir.schemas.topic.Topics;
import dev.weir.trial.WeirCli;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Fills the log of an embedded stack while Spark does not run, then starts Spark, kills it in the
 * middle, starts it again, and waits until everything has been read.
 */
public final class BacklogTrial {

  private static final Duration START_PATIENCE = Duration.ofMinutes(5);
  private static final long SAMPLE_MILLIS = 500;
  private static final long STOP_SECONDS = 90;

  private final Plan plan;
  private final PrintWriter progress;

  /**
   * What is measured.
   *
   * @param posts of the backlog
   * @param span of time over which they were appended
   * @param queries names of the queries, separated by commas
   * @param heap of Spark, such as {@code 1g}
   * @param kill whether Spark is killed when half of the posts are read
   * @param limit how long Spark may take
   * @param settings section {@code queries} of the settings, as YAML in one line
   */
  public record Plan(
      long posts,
      Duration span,
      String queries,
      String heap,
      boolean kill,
      Duration limit,
      String settings) {}

  /**
   * @param progress told what is being waited for
   */
  public BacklogTrial(Plan plan, PrintWriter progress) {
    this.plan = plan;
    this.progress = progress;
  }

  /**
   * Runs it.
   *
   * @param folder an empty one, where everything is kept
   */
  public BacklogReport run(Path folder) throws IOException, InterruptedException {
    List<Integer> ports = FreePorts.take(4);
    Path settings = folder.resolve("weir.yaml");
    Files.writeString(
        settings,
        "stack:%n  data-dir: %s%n  ports: {kafka: %d, controller: %d, registry: %d, s3: %d}%nqueries: %s%n"
            .formatted(
                folder.resolve("weir"),
                ports.get(0),
                ports.get(1),
                ports.get(2),
                ports.get(3),
                plan.settings()));
    DataFolder data = new DataFolder(folder.resolve("weir"));
    Process servers =
        new WeirCli(folder).start("up", "up", "--servers", "--settings", settings.toString());
    try {
      awaitServers(servers, data);
      ActiveSettings active = ActiveSettings.of(data.effectiveSettings());
      say("writing %,d posts", plan.posts());
      Duration writing = new Backlog(active, plan.posts(), plan.span(), Instant.now()).write();
      say("written in %d s", writing.toSeconds());
      return work(folder, data, active, writing);
    } finally {
      servers.destroy();
      if (!servers.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
        servers.destroyForcibly().waitFor();
      }
    }
  }

  private BacklogReport work(Path folder, DataFolder data, ActiveSettings active, Duration writing)
      throws IOException, InterruptedException {
    Sampling sampling = new Sampling();
    boolean isDone;
    int number = 1;
    SparkRun spark = SparkRun.start(folder, data, active, plan.queries(), plan.heap(), number);
    try {
      sampling.begin(spark);
      if (plan.kill()) {
        isDone = watch(spark, sampling, plan.posts() / 2);
        say("killing Spark");
        spark.kill();
        sampling.killed(data, spark);
        number++;
        spark = SparkRun.start(folder, data, active, plan.queries(), plan.heap(), number);
        sampling.begin(spark);
      }
      isDone = watch(spark, sampling, Long.MAX_VALUE);
      sampling.end(spark);
    } finally {
      spark.close();
    }
    return sampling.report(plan, writing, counted(active, sampling), isDone);
  }

  /**
   * Watches until all has been read, or so many records by the first query.
   *
   * @return whether it came so far within the limit
   */
  private boolean watch(SparkRun spark, Sampling sampling, long records)
      throws IOException, InterruptedException {
    Instant deadline = spark.started().plus(plan.limit());
    Instant told = Instant.now();
    while (spark.isAlive() && Instant.now().isBefore(deadline)) {
      TimeUnit.MILLISECONDS.sleep(SAMPLE_MILLIS);
      Map<String, ProgramStatus.Part> queries = spark.queries();
      sampling.sample(queries);
      if (sampling.isDone(plan.queries().split(",")) || sampling.read("counts") >= records) {
        return true;
      }
      if (Instant.now().isAfter(told.plusSeconds(30))) {
        told = Instant.now();
        say("%s", sampling.lags());
      }
    }
    return false;
  }

  /** Posts that {@code counts} counted; also looks up when each query wrote first. */
  private static long counted(ActiveSettings active, Sampling sampling) throws IOException {
    Map<String, Aggregate> latest = new java.util.HashMap<>();
    try (TopicReader reader = TopicReader.open(active.stack(), active.environment())) {
      reader.each(
          Topics.AGGREGATES,
          Aggregate.class,
          entry -> {
            Aggregate number = entry.value().orElseThrow();
            sampling.wrote(number.getQuery(), entry.timestamp());
            if (number.getQuery().equals("counts") && number.getMetric().equals("rows")) {
              latest.put(entry.key(), number);
            }
          });
    }
    return latest.values().stream()
        .mapToLong(number -> number.getValues().getOrDefault("count", 0L))
        .sum();
  }

  private void awaitServers(Process servers, DataFolder data)
      throws IOException, InterruptedException {
    say("starting servers");
    Instant deadline = Instant.now().plus(START_PATIENCE);
    while (!isUp(data)) {
      if (!servers.isAlive() || Instant.now().isAfter(deadline)) {
        throw new IOException("Expected servers that are up; see up.err in the trial's folder");
      }
      TimeUnit.MILLISECONDS.sleep(SAMPLE_MILLIS);
    }
  }

  private static boolean isUp(DataFolder data) throws IOException {
    List<ProgramStatus.Part> parts =
        RunningStack.read(data).map(ProgramStatus::parts).orElse(List.of());
    return parts.stream().anyMatch(part -> part.name().equals("schemas"))
        && parts.stream().allMatch(p -> p.state().equals("running") || p.state().equals("done"));
  }

  private void say(String format, Object... values) {
    progress.println("trial: " + String.format(Locale.ROOT, format, values));
    progress.flush();
  }
}
