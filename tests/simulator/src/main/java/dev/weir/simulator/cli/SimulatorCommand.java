package dev.weir.simulator.cli;

import dev.weir.schemas.Build;
import dev.weir.schemas.status.ProgramStatus;
import dev.weir.schemas.status.StatusFile;
import dev.weir.simulator.corpus.Corpus;
import dev.weir.simulator.fault.Fault;
import dev.weir.simulator.fault.FaultSettings;
import dev.weir.simulator.oracle.OracleWriter;
import dev.weir.simulator.oracle.Resumption;
import dev.weir.simulator.oracle.Witness;
import dev.weir.simulator.server.SimulatorServer;
import dev.weir.simulator.world.WorldSettings;
import java.io.IOException;
import java.io.Writer;
import java.net.BindException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Plays a small world over HTTP and WebSocket until it is stopped. */
@Command(
    name = "simulator",
    mixinStandardHelpOptions = true,
    versionProvider = SimulatorCommand.Version.class,
    sortOptions = false,
    description =
        "Plays newspapers, two Mastodon instances and a Jetstream on one port of 127.0.0.1 and writes down what it served.",
    subcommands = SettingsCommand.class,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:It was stopped", "1:It failed", "2:It was asked wrongly"},
    footerHeading = "%nExamples:%n",
    footer = {
      "  simulator --port 28100 --rate 10",
      "  simulator --port 0 --seed 7 --rate 100 --total 5000 --faults all --oracle oracle.jsonl",
      "  simulator --faults mild,malformed=0.05,outage=2000",
      "  simulator settings --port 28100 > weir.yaml",
      "  curl -H 'Host: control.test' http://127.0.0.1:28100/state",
      "  curl -H 'Host: town.test' 'http://127.0.0.1:28100/api/v1/timelines/public?limit=5'"
    })
public final class SimulatorCommand implements Callable<Integer> {
  private static final long STATUS_SECONDS = 1;

  /** The version that the build gave. */
  static final class Version implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {"Weir simulator " + Build.version()};
    }
  }

  @Option(
      names = "--port",
      defaultValue = "28100",
      description = "Port on 127.0.0.1; 0 for any free one (default: ${DEFAULT-VALUE}).")
  private int port;

  @Option(
      names = "--seed",
      defaultValue = "1",
      description = "The same seed gives the same world (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--rate",
      defaultValue = "10",
      description = "Items a second (default: ${DEFAULT-VALUE}).")
  private double rate;

  @Option(
      names = "--total",
      defaultValue = "0",
      description = "How many items there will be; 0 for no end (default: ${DEFAULT-VALUE}).")
  private long total;

  @Option(
      names = "--oracle",
      paramLabel = "FILE",
      description = "Where to write what was served. A file of the same world is gone on with.")
  private @Nullable Path oracle;

  @Option(
      names = "--faults",
      defaultValue = "none",
      paramLabel = "LIST",
      description =
          "none, mild, all, or NAME=FREQUENCY,...: below 1 a probability, from 1 upwards once in so many."
              + " Names: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).",
      completionCandidates = FaultNames.class)
  private String faults = "none";

  @Option(
      names = "--corpus",
      paramLabel = "DIR",
      description = "Also serve the recorded pages, feeds and payloads of this folder.")
  private @Nullable Path corpus;

  @Option(names = "--supervised", description = "End when standard input closes.")
  private boolean supervised;

  @Option(
      names = "--status-file",
      paramLabel = "FILE",
      description = "Where to write how things stand, once a second.")
  private @Nullable Path statusFile;

  /** Names for the help and for completion. */
  static final class FaultNames implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Stream.of(Fault.values()).map(Fault::key).iterator();
    }
  }

  /** Runs the program. */
  public static void main(String[] args) {
    System.exit(new CommandLine(new SimulatorCommand()).execute(args));
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    WorldSettings settings;
    try {
      settings = settings();
    } catch (IllegalArgumentException e) {
      System.err.println(e.getMessage());
      return CommandLine.ExitCode.USAGE;
    }
    Optional<Corpus> recordings =
        corpus == null ? Optional.empty() : Optional.of(Corpus.open(corpus));
    OracleWriter lines =
        oracle == null ? new OracleWriter(Writer.nullWriter()) : new OracleWriter(oracle);
    Witness witness = new Witness(lines);
    if (oracle == null || Files.size(oracle) == 0) {
      witness.world(settings);
    } else {
      Resumption.recall(oracle, witness);
    }
    try (SimulatorServer server =
        SimulatorServer.start(port, settings, lines, witness, InstantSource.system(), recordings)) {
      System.out.println("{\"port\":" + server.port() + "}");
      System.out.flush();
      run(server);
      return CommandLine.ExitCode.OK;
    } catch (RuntimeException e) {
      if (e.getCause() instanceof BindException) {
        System.err.println(
            "Expected a free port, got: " + port + " (" + e.getCause().getMessage() + ")");
        return CommandLine.ExitCode.SOFTWARE;
      }
      throw e;
    }
  }

  private WorldSettings settings() throws IOException {
    FaultSettings planned = FaultSettings.parse(faults);
    WorldSettings asked = new WorldSettings(seed, Instant.now(), rate, total, planned);
    Optional<WorldSettings> before = oracle == null ? Optional.empty() : Resumption.world(oracle);
    if (before.isEmpty()) {
      return asked;
    }
    WorldSettings sameEpoch = new WorldSettings(seed, before.get().epoch(), rate, total, planned);
    if (!sameEpoch.equals(before.get())) {
      throw new IllegalArgumentException(
          "Expected the world that "
              + oracle
              + " tells of, "
              + before.get()
              + ", got: "
              + sameEpoch);
    }
    return before.get();
  }

  private void run(SimulatorServer server) throws IOException, InterruptedException {
    CountDownLatch stopped = new CountDownLatch(1);
    Thread hook = new Thread(stopped::countDown);
    Runtime.getRuntime().addShutdownHook(hook);
    if (supervised) {
      Thread watcher = new Thread(() -> awaitEndOfInput(stopped), "standard-input");
      watcher.setDaemon(true);
      watcher.start();
    }
    Instant since = Instant.now();
    while (!stopped.await(STATUS_SECONDS, TimeUnit.SECONDS)) {
      if (statusFile != null) {
        StatusFile.write(statusFile, status(server, since));
      }
    }
  }

  private static ProgramStatus status(SimulatorServer server, Instant since) {
    Map<String, Object> facts = new TreeMap<>(server.facts());
    facts.put("port", server.port());
    return new ProgramStatus(
        "simulator",
        ProcessHandle.current().pid(),
        Instant.now(),
        List.of(new ProgramStatus.Part("world", "running", "", since, facts)));
  }

  private static void awaitEndOfInput(CountDownLatch stopped) {
    try {
      while (System.in.read() >= 0) {
        // Whatever is written here says no more than that the parent lives.
      }
    } catch (IOException e) {
      // As good as closed.
    }
    stopped.countDown();
  }
}
