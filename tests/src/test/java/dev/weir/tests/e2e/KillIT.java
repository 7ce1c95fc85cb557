package dev.weir.tests.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.weir.schemas.record.Aggregate;
import dev.weir.schemas.status.ProgramStatus;
import dev.weir.simulator.fault.FaultSettings;
import dev.weir.simulator.world.WorldSettings;
import dev.weir.trial.Folders;
import dev.weir.trial.SmallWorld;
import dev.weir.trial.WeirCli;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * While a world plays, each process is killed in turn without warning, and two queries lose their
 * checkpoints; what Weir holds in the end must be what it would hold if nothing had happened.
 */
class KillIT {
  private static final int ROUNDS = Boolean.getBoolean("weir.full") ? 5 : 1;
  private static final long SEED = 11;
  private static final double ITEMS_A_SECOND = 25;
  private static final long SECONDS_A_KILL = 20;
  private static final List<String> PARTS =
      List.of("scrapers", "pollers", "spark", "kafka", "registry", "s3");
  private static final Duration RECOVERY = Duration.ofMinutes(3);
  private static final Duration STEP = Duration.ofMillis(200);

  @TempDir Path folder;

  @Test
  void nothingIsLostOrDoubledWhenEachProcessIsKilledInTurn() throws Exception {
    long seconds = SECONDS_A_KILL * (PARTS.size() * ROUNDS + 1) + 30;
    WorldSettings settings =
        new WorldSettings(
            SEED,
            Instant.now().plusSeconds(60),
            ITEMS_A_SECOND,
            (long) (seconds * ITEMS_A_SECOND),
            FaultSettings.NONE);
    try (SmallWorld world = SmallWorld.start(folder, settings, OracleChecks.TIME)) {
      OracleChecks checks = new OracleChecks(world);
      awaitRunning(world);
      killEachInTurn(world, checks);
      checks.awaitEverythingServed(Duration.ofSeconds(seconds + 300));
      checks.settled(() -> checks.equation().everyServedItemIsKeptOnce());
      checks.settled(() -> checks.equation().mentionsAreRight());
      checks.awaitFinalWindows("counts");
      checks.awaitFinalWindows("links");
      checks.settled(
          () ->
              assertThat(checks.equation().aggregatesOfFinalWindowsAreRight("counts"))
                  .isPositive());
      checks.settled(
          () ->
              assertThat(checks.equation().aggregatesOfFinalWindowsAreRight("links")).isPositive());
      WeirCli.Result verified = checks.verify("verify");
      assertThat(verified.exit()).as(verified.out() + verified.err()).isZero();
    }
  }

  /**
   * {@code history} must go on where its tables end, {@code counts} must begin a new generation.
   */
  private static void loseCheckpoints(SmallWorld world, OracleChecks checks) throws Exception {
    Aggregate open =
        await("a number of a window that is open")
            .atMost(RECOVERY)
            .pollInterval(STEP)
            .until(() -> newestOpen(checks), Optional::isPresent)
            .orElseThrow();
    Tampering.invent(world.active(), open);
    Path checkpoints = world.data().checkpoints();
    kill(
        world,
        "spark",
        () -> {
          Folders.delete(checkpoints.resolve("history"));
          Folders.delete(checkpoints.resolve("counts"));
        });
  }

  private static Optional<Aggregate> newestOpen(OracleChecks checks) throws Exception {
    Set<Instant> finals = checks.finalWindows("counts");
    return checks.kept().aggregates().stream()
        .filter(number -> number.getQuery().equals("counts"))
        .filter(number -> number.getMetric().equals("tags"))
        .filter(number -> !finals.contains(number.getWindowStart()))
        .max(Comparator.comparing(Aggregate::getWindowStart));
  }

  private static void killEachInTurn(SmallWorld world, OracleChecks checks) throws Exception {
    Random random = new Random(SEED);
    System.out.printf("%-10s %s%n", "killed", "running again after");
    for (int round = 0; round < ROUNDS; round++) {
      List<String> order = new ArrayList<>(PARTS);
      Collections.shuffle(order, random);
      for (String part : order) {
        awaitUntil(Instant.now().plusMillis(random.nextInt(4_000)));
        kill(world, part, () -> {});
        if (round == 0 && part.equals(order.get(PARTS.size() / 2))) {
          loseCheckpoints(world, checks);
        }
      }
    }
  }

  private interface Harm {
    void inflict() throws IOException;
  }

  private static void kill(SmallWorld world, String part, Harm harm) throws Exception {
    ProcessHandle victim = world.process(part);
    Instant killed = Instant.now();
    victim.destroyForcibly();
    victim.onExit().get(10, TimeUnit.SECONDS);
    harm.inflict();
    await(part + " runs again")
        .atMost(RECOVERY)
        .pollInterval(STEP)
        .until(() -> isRunning(world, part, victim.pid()));
    System.out.printf(
        "%-10s %.1f s%n", part, Duration.between(killed, Instant.now()).toMillis() / 1000.0);
    awaitRunning(world);
  }

  private static boolean isRunning(SmallWorld world, String part, long otherThan) throws Exception {
    return world.parts().stream()
        .anyMatch(
            found ->
                found.name().equals(part)
                    && found.state().equals("running")
                    && ((Number) found.facts().getOrDefault("pid", 0)).longValue() != otherThan);
  }

  private static void awaitRunning(SmallWorld world) {
    await("all parts run")
        .atMost(RECOVERY)
        .pollInterval(STEP)
        .until(
            () -> {
              List<ProgramStatus.Part> parts = world.parts();
              return !parts.isEmpty()
                  && parts.stream()
                      .allMatch(
                          part -> part.state().equals("running") || part.state().equals("done"));
            });
  }

  private static void awaitUntil(Instant moment) {
    await().pollInterval(STEP).until(() -> !Instant.now().isBefore(moment));
  }
}
