package dev.weir.trial;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.weir.infra.local.folder.ActiveSettings;
import dev.weir.infra.local.folder.DataFolder;
import dev.weir.infra.local.process.FreePorts;
import dev.weir.infra.local.stack.RunningStack;
import dev.weir.schemas.status.ProgramStatus;
import dev.weir.simulator.corpus.Corpus;
import dev.weir.simulator.fault.FaultSettings;
import dev.weir.simulator.oracle.OracleWriter;
import dev.weir.simulator.oracle.Witness;
import dev.weir.simulator.server.SimulatorServer;
import dev.weir.simulator.server.SimulatorSources;
import dev.weir.simulator.world.WorldSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;

/**
 * A whole Weir on free ports of loopback: the simulator in this JVM, and everything else as the
 * processes that {@code weir up} starts. Closing it ends them all.
 */
public final class SmallWorld implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final long STOP_SECONDS = 90;

  private final Path folder;
  private final Path settings;
  private final WeirCli cli;
  private final SimulatorServer simulator;
  private Process up;

  private SmallWorld(
      Path folder, Path settings, WeirCli cli, SimulatorServer simulator, Process up) {
    this.folder = folder;
    this.settings = settings;
    this.cli = cli;
    this.simulator = simulator;
    this.up = up;
  }

  /**
   * Starts it; returns at once.
   *
   * @param folder where everything is kept
   * @param world what the simulator plays
   * @param time the settings' {@code time} section, as YAML in one line
   */
  public static SmallWorld start(Path folder, WorldSettings world, String time) throws IOException {
    return start(folder, world, time, "{}");
  }

  /**
   * Starts it; returns at once.
   *
   * @param folder where everything is kept
   * @param world what the simulator plays
   * @param time the settings' {@code time} section, as YAML in one line; {@code {}} is as shipped
   * @param queries their {@code queries} section likewise
   */
  public static SmallWorld start(Path folder, WorldSettings world, String time, String queries)
      throws IOException {
    return start(
        folder,
        world,
        Optional.empty(),
        port -> SimulatorSources.yaml(port, "1s", world.faults(), Optional.empty()),
        sections(time, queries));
  }

  /** Starts one that reads recordings, and a played world that never begins. */
  public static SmallWorld ofRecordings(Path folder, Corpus corpus, String time)
      throws IOException {
    Instant never = Instant.now().plus(Duration.ofDays(3650));
    return start(
        folder,
        new WorldSettings(1, never, 1, 1, FaultSettings.parse("none")),
        Optional.of(corpus),
        port -> SimulatorSources.yaml(port, "5s", corpus),
        sections(time, "{}"));
  }

  private static String sections(String time, String queries) {
    return "time: %s%nqueries: %s%n".formatted(time, queries);
  }

  private static SmallWorld start(
      Path folder,
      WorldSettings world,
      Optional<Corpus> corpus,
      IntFunction<String> sources,
      String sections)
      throws IOException {
    OracleWriter lines = new OracleWriter(folder.resolve("oracle.jsonl"));
    Witness witness = new Witness(lines);
    witness.world(world);
    SimulatorServer simulator =
        SimulatorServer.start(0, world, lines, witness, InstantSource.system(), corpus);
    Path settings = folder.resolve("weir.yaml");
    Files.writeString(settings, sources.apply(simulator.port()) + stack(folder) + sections);
    WeirCli cli = new WeirCli(folder);
    return new SmallWorld(folder, settings, cli, simulator, startUp(cli, settings));
  }

  private static Process startUp(WeirCli cli, Path settings) throws IOException {
    return cli.start("up", "up", "--settings", settings.toString());
  }

  private static String stack(Path folder) throws IOException {
    List<Integer> ports = FreePorts.take(4);
    return """
        stack:
          data-dir: %s
          ports: {kafka: %d, controller: %d, registry: %d, s3: %d}
        """
        .formatted(folder.resolve("weir"), ports.get(0), ports.get(1), ports.get(2), ports.get(3));
  }

  public Path folder() {
    return folder;
  }

  public Path oracle() {
    return folder.resolve("oracle.jsonl");
  }

  public Path settingsFile() {
    return settings;
  }

  public WeirCli cli() {
    return cli;
  }

  public DataFolder data() {
    return new DataFolder(folder.resolve("weir"));
  }

  /** The settings with every address filled in. */
  public ActiveSettings active() throws IOException {
    return ActiveSettings.of(data().effectiveSettings());
  }

  /** How far the simulator is. */
  public JsonNode simulatorState() throws IOException {
    return JSON.readTree(simulator.state());
  }

  /** The supervisor's parts, as {@code weir status} shows them. */
  public List<ProgramStatus.Part> parts() throws IOException {
    return RunningStack.read(data()).map(ProgramStatus::parts).orElse(List.of());
  }

  /** The process of a part that runs. */
  public ProcessHandle process(String part) throws IOException {
    return parts().stream()
        .filter(candidate -> candidate.name().equals(part))
        .flatMap(
            candidate ->
                ProcessHandle.of(((Number) candidate.facts().getOrDefault("pid", -1L)).longValue())
                    .stream())
        .findFirst()
        .orElseThrow(() -> new IOException("Expected a running part, got none of name: " + part));
  }

  /** The supervisor's own process. */
  public ProcessHandle supervisor() {
    return up.toHandle();
  }

  /** What the last lines of a part's log are, for the message of a failed assertion. */
  public String logTail(String part) throws IOException {
    Path log = data().log(part);
    if (!Files.exists(log)) {
      return "no log of " + part;
    }
    List<String> lines = Files.readAllLines(log);
    return String.join("\n", lines.subList(Math.max(0, lines.size() - 30), lines.size()));
  }

  /** Whether the supervisor runs; it gives up where a part never comes up. */
  public boolean isUp() {
    return up.isAlive();
  }

  /** Ends the supervisor as Ctrl-C does, and starts a new one over the same data. */
  public void restart() throws IOException, InterruptedException {
    stopUp();
    up = startUp(cli, settings);
  }

  private void stopUp() throws InterruptedException {
    up.destroy();
    if (!up.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
      up.destroyForcibly().waitFor();
    }
  }

  @Override
  public void close() throws InterruptedException {
    try {
      stopUp();
    } finally {
      simulator.close();
    }
  }
}
