package dev.weir.tests.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weir.schemas.record.Window;
import dev.weir.schemas.settings.SettingsFile;
import dev.weir.schemas.settings.TimeSettings;
import dev.weir.schemas.status.ProgramStatus;
import dev.weir.schemas.status.StatusFile;
import dev.weir.simulator.oracle.Oracle;
import dev.weir.trial.Kept;
import dev.weir.trial.SmallWorld;
import dev.weir.trial.WeirCli;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** What the tests of a whole world wait for, and what they then ask. */
final class OracleChecks {
  /** Short windows, and a margin that a loaded machine does not use up. */
  static final String TIME =
      "{window: 10s, allowed-lateness: 30s, skew: 10s, margin: 30s, hop-size: 60s, hop-slide: 10s,"
          + " session-gap: 20s, join-window: 1h}";

  private static final Duration SETTLE = Duration.ofMinutes(4);
  private static final Duration PAUSE = Duration.ofSeconds(5);

  private final SmallWorld world;

  OracleChecks(SmallWorld world) {
    this.world = world;
  }

  /** A check that may hold only after a while. */
  interface Check {
    void run() throws Exception;
  }

  /** Waits until the check holds; fails with what it said last. */
  void settled(Check check) {
    await().atMost(SETTLE).pollInterval(PAUSE).pollDelay(Duration.ZERO).untilAsserted(check::run);
  }

  void awaitEverythingServed(Duration atMost) {
    await("everything is served")
        .atMost(atMost)
        .pollInterval(PAUSE)
        .untilAsserted(
            () -> {
              JsonNode state = world.simulatorState();
              assertThat(state.path("done").asBoolean()).as(state.toString()).isTrue();
            });
  }

  /** Waits until each window of a query that began while the world played is final. */
  void awaitFinalWindows(String query) throws Exception {
    Instant last =
        Oracle.read(world.oracle()).posts().stream()
            .map(Oracle.Post::servedAt)
            .max(Comparator.naturalOrder())
            .orElseThrow();
    settled(
        () ->
            assertThat(
                    kept().windows().stream()
                        .filter(w -> w.getQuery().equals(query) && w.getStatus().equals("open"))
                        .map(Window::getWindowStart)
                        .filter(start -> !start.isAfter(last))
                        .sorted()
                        .toList())
                .as("windows of " + query + " that are still open")
                .isEmpty());
  }

  Set<Instant> finalWindows(String query) throws Exception {
    return kept().windows().stream()
        .filter(w -> w.getQuery().equals(query) && w.getStatus().equals("final"))
        .map(Window::getWindowStart)
        .collect(Collectors.toSet());
  }

  /**
   * Rows that came behind a query's watermark, by query, of the Spark application of {@code up}.
   */
  Map<String, Long> droppedRows() throws Exception {
    return StatusFile.read(world.data().status("spark")).orElseThrow().parts().stream()
        .collect(
            Collectors.toMap(
                ProgramStatus.Part::name,
                query -> ((Number) query.facts().get("rows_dropped")).longValue()));
  }

  OracleEquation equation() throws Exception {
    return new OracleEquation(Oracle.read(world.oracle()), kept(), time());
  }

  Kept kept() throws Exception {
    return new Kept(world.active());
  }

  TimeSettings time() throws Exception {
    return SettingsFile.read(world.settingsFile()).section("time", TimeSettings.class);
  }

  /** Runs {@code weir submit verify}; what it prints is kept under the name. */
  WeirCli.Result verify(String name) throws Exception {
    return world.cli().run(name, "submit", "verify", "--settings", world.settingsFile().toString());
  }
}
