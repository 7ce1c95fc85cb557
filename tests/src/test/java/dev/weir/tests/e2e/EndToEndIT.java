package dev.weir.tests.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.weir.schemas.record.Aggregate;
import dev.weir.simulator.fault.FaultSettings;
import dev.weir.simulator.world.WorldSettings;
import dev.weir.trial.SmallWorld;
import dev.weir.trial.WeirCli;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * A world with every fault, played once from its first item to its last, and read by two Spark
 * applications side by side; then each side of the oracle's equation. One run of the stack serves
 * all tests, and the last ones spoil it on purpose.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class EndToEndIT {
  private static final long ITEMS = Boolean.getBoolean("weir.full") ? 50_000 : 5_000;
  private static final double ITEMS_A_SECOND = Boolean.getBoolean("weir.full") ? 250 : 60;

  @TempDir static Path folder;

  private SmallWorld world;
  private Process counts;
  private OracleChecks checks;

  @BeforeAll
  void playTheWorld() throws Exception {
    world =
        SmallWorld.start(
            folder,
            new WorldSettings(
                7,
                Instant.now().plusSeconds(60),
                ITEMS_A_SECOND,
                ITEMS,
                FaultSettings.parse("all")),
            OracleChecks.TIME,
            "{run: [history, mentions, links, sessions]}");
    await("settings with every address")
        .atMost(Duration.ofMinutes(2))
        .until(() -> Files.exists(world.data().effectiveSettings()));
    counts =
        world
            .cli()
            .start(
                "counts",
                "submit",
                "stream",
                "--queries",
                "counts",
                "--supervised",
                "--settings",
                world.settingsFile().toString());
    checks = new OracleChecks(world);
    checks.awaitEverythingServed(Duration.ofSeconds((long) (ITEMS / ITEMS_A_SECOND) + 360));
  }

  @AfterAll
  void stop() throws Exception {
    if (counts != null) {
      counts.destroy();
      counts.waitFor(60, TimeUnit.SECONDS);
    }
    if (world != null) {
      world.close();
    }
  }

  @Test
  @Order(1)
  void everyServedItemIsInTheHistoryOrADeadLetterAndNothingIsThereTwice() {
    checks.settled(() -> checks.equation().everyServedItemIsKeptOnce());
  }

  @Test
  @Order(2)
  void theMentionsAreThoseOfTheOracle() {
    checks.settled(() -> checks.equation().mentionsAreRight());
  }

  @Test
  @Order(3)
  void everyGapThatWasMadeIsInTheCoverageAndNoOther() {
    checks.settled(() -> checks.equation().gapsAreThoseOfTheOracle());
  }

  @Test
  @Order(4)
  void theAggregatesOfEveryFinalWindowAreTheOracles() throws Exception {
    checks.awaitFinalWindows("counts");
    checks.awaitFinalWindows("links");
    checks.settled(
        () ->
            assertThat(checks.equation().aggregatesOfFinalWindowsAreRight("counts")).isPositive());
    checks.settled(
        () -> assertThat(checks.equation().aggregatesOfFinalWindowsAreRight("links")).isPositive());
  }

  @Test
  @Order(5)
  void aSourceThatNobodyCanReadWholeIsUnknownInTheLedgerAndInEveryFinalWindow() {
    checks.settled(() -> checks.equation().unknownSourcesAreUnknown());
  }

  @Test
  @Order(5)
  void noSitemapWasReadThatIsNotNamed() {
    checks.settled(() -> checks.equation().noSitemapWasReadThatIsNotNamed());
  }

  @Test
  @Order(5)
  void noQueryDropsARowBehindItsWatermark() throws Exception {
    assertThat(checks.droppedRows())
        .hasSize(4)
        .allSatisfy((query, rows) -> assertThat(rows).isZero());
  }

  @Test
  @Order(6)
  void verifyFindsLiveEqualToTheHistory() throws Exception {
    WeirCli.Result result = checks.verify("verify-equal");
    assertThat(result.exit()).as(result.out() + result.err()).isZero();
    System.out.println(result.out());
  }

  @Test
  @Order(7)
  void verifyNamesTheWindowOfAnAggregateThatWasAltered() throws Exception {
    Set<Instant> finals = checks.finalWindows("counts");
    Aggregate victim =
        checks.kept().aggregates().stream()
            .filter(a -> a.getQuery().equals("counts") && a.getMetric().equals("posts"))
            .filter(a -> a.getValues().getOrDefault("count", 0L) > 0)
            .filter(a -> finals.contains(a.getWindowStart()))
            .max(Comparator.comparing(Aggregate::getWindowStart))
            .orElseThrow();
    Tampering.alter(world.active(), victim);
    WeirCli.Result result = checks.verify("verify-altered");
    assertThat(result.exit()).as(result.out() + result.err()).isEqualTo(1);
    assertThat(result.out()).contains(victim.getWindowStart().toString());
    Tampering.restore(world.active(), victim);
  }

  @Test
  @Order(8)
  void verifyNamesTheWindowOfARowThatWasRemovedFromTheHistory() throws Exception {
    Instant window =
        Tampering.removeOneRow(
            world.active(), checks.finalWindows("counts"), checks.time().window());
    WeirCli.Result result = checks.verify("verify-removed");
    assertThat(result.exit()).as(result.out() + result.err()).isEqualTo(1);
    assertThat(result.out()).contains(window.toString());
  }
}
