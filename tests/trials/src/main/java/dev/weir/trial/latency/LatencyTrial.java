package dev.weir.trial.latency;

import dev.weir.schemas.settings.SettingsFile;
import dev.weir.schemas.settings.TimeSettings;
import dev.weir.schemas.status.ProgramStatus;
import dev.weir.schemas.status.StatusFile;
import dev.weir.simulator.fault.FaultSettings;
import dev.weir.simulator.world.WorldSettings;
import dev.weir.trial.SmallWorld;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/**
 * Starts a whole Weir under a world without faults, lets it become warm, measures for a while, and
 * then waits until every measured item is accounted for, while the world goes on.
 */
public final class LatencyTrial {
  /** The world begins this long after the start, by when the stack should be up. */
  private static final Duration LEAD = Duration.ofSeconds(45);

  private static final Duration START_PATIENCE = Duration.ofMinutes(5);
  private static final Duration SETTLING = Duration.ofSeconds(20);
  private static final Duration SETTLING_AGAIN = Duration.ofSeconds(15);
  private static final Duration SETTLING_LIMIT = Duration.ofMinutes(4);
  private static final long SAMPLE_MILLIS = 500;
  private static final long SEED = 1;

  private final Plan plan;
  private final PrintWriter progress;

  /**
   * What is measured.
   *
   * @param rate items a second that reach Weir
   * @param warmUp how long the world has run, with the stack up, before measuring begins
   * @param measured how long it lasts
   * @param time section {@code time} of the settings, as YAML in one line
   * @param queries section {@code queries} likewise
   */
  public record Plan(
      double rate, Duration warmUp, Duration measured, String time, String queries) {}

  /**
   * @param progress told what is being waited for
   */
  public LatencyTrial(Plan plan, PrintWriter progress) {
    this.plan = plan;
    this.progress = progress;
  }

  /**
   * Runs it.
   *
   * @param folder an empty one, where everything is kept
   * @throws IOException also where the stack does not come up, or a part of it ends
   */
  public LatencyReport run(Path folder) throws IOException, InterruptedException {
    WorldSettings world = world();
    say("%.0f items a second reach Weir, of %.0f that happen", plan.rate(), world.rate());
    try (SmallWorld running = SmallWorld.start(folder, world, plan.time(), plan.queries())) {
      awaitQueries(running);
      sleepUntil(later(Instant.now(), world.epoch()).plus(plan.warmUp()), "warm");
      Measuring measuring = new Measuring(running);
      Instant from = Instant.now();
      Instant until = from.plus(plan.measured());
      say("measuring for %d s", plan.measured().toSeconds());
      measuring.until(until);
      return settled(running, measuring, new Span(from, until));
    }
  }

  private WorldSettings world() {
    Instant epoch = Instant.now().plus(LEAD);
    FaultSettings none = FaultSettings.parse("none");
    double share = Served.share(new WorldSettings(SEED, epoch, plan.rate(), 0, none));
    return new WorldSettings(SEED, epoch, plan.rate() / share, 0, none);
  }

  private void awaitQueries(SmallWorld world) throws IOException, InterruptedException {
    Instant deadline = Instant.now().plus(START_PATIENCE);
    say("starting a stack in %s", world.folder());
    while (!isUp(world)) {
      if (Instant.now().isAfter(deadline) || !world.supervisor().isAlive()) {
        throw new IOException(
            "Expected a stack that is up within %d s; the last lines of Spark's log:%n%s"
                .formatted(START_PATIENCE.toSeconds(), world.logTail("spark")));
      }
      Thread.sleep(SAMPLE_MILLIS);
    }
    say("all parts and queries run");
  }

  /** Whether all parts run, and every query has done a batch. */
  private static boolean isUp(SmallWorld world) throws IOException {
    List<ProgramStatus.Part> parts = world.parts();
    List<ProgramStatus.Part> queries =
        StatusFile.read(world.data().status("spark")).map(ProgramStatus::parts).orElse(List.of());
    return !parts.isEmpty()
        && parts.stream().allMatch(p -> p.state().equals("running") || p.state().equals("done"))
        && !queries.isEmpty()
        && queries.stream().allMatch(query -> query.facts().containsKey("batch"));
  }

  private LatencyReport settled(SmallWorld world, Measuring measuring, Span span)
      throws IOException, InterruptedException {
    TimeSettings time = SettingsFile.read(world.settingsFile()).section("time", TimeSettings.class);
    sleepUntil(span.until().plus(SETTLING), "settled");
    while (true) {
      Evidence evidence = Evidence.read(world.oracle(), world.active(), time);
      List<Stage> stages = evidence.stages(span);
      int missing = stages.stream().mapToInt(Stage::missing).sum();
      if (missing == 0 || Instant.now().isAfter(span.until().plus(SETTLING_LIMIT))) {
        return measuring.report(plan, span, evidence, stages);
      }
      say("%d items are not accounted for yet", missing);
      Thread.sleep(SETTLING_AGAIN.toMillis());
    }
  }

  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }

  private void sleepUntil(Instant then, String purpose) throws InterruptedException {
    long millis = Duration.between(Instant.now(), then).toMillis();
    if (millis > 0) {
      say("waiting %d s until it is %s", millis / 1000, purpose);
      Thread.sleep(millis);
    }
  }

  private void say(String format, Object... values) {
    progress.println("trial: " + String.format(Locale.ROOT, format, values));
    progress.flush();
  }

  /** What is looked at all the while. */
  private static final class Measuring {
    private final SmallWorld world;
    private final Processes processes;
    private final Batches batches = new Batches();
    private final Machine before;
    private Machine after;

    Measuring(SmallWorld world) throws IOException {
      this.world = world;
      this.processes = new Processes(world);
      this.before = Machine.now();
      this.after = before;
    }

    void until(Instant end) throws IOException, InterruptedException {
      sample();
      while (Instant.now().isBefore(end)) {
        Thread.sleep(SAMPLE_MILLIS);
        sample();
      }
      after = Machine.now();
    }

    private void sample() throws IOException {
      processes.sample();
      StatusFile.read(world.data().status("spark")).ifPresent(batches::sample);
    }

    LatencyReport report(Plan plan, Span span, Evidence evidence, List<Stage> stages) {
      int cores = Runtime.getRuntime().availableProcessors();
      return new LatencyReport(
          plan,
          span,
          evidence.served(span) / span.seconds(),
          evidence.published(span) / span.seconds(),
          stages,
          processes.usages(),
          batches.queries(),
          cores,
          after.busyCores(before, cores));
    }
  }
}
