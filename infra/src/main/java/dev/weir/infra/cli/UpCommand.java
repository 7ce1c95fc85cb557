package dev.weir.infra.cli;

import dev.weir.infra.local.ActiveSettings;
import dev.weir.infra.local.DataFolder;
import dev.weir.infra.local.EffectiveSettings;
import dev.weir.infra.local.PartStatus;
import dev.weir.infra.local.RunningStack;
import dev.weir.infra.local.StackPlan.Scope;
import dev.weir.infra.stream.LiveReader;
import dev.weir.schemas.SettingsFile;
import dev.weir.schemas.StackSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Starts the stack and shows what runs through it. */
@Command(
    name = "up",
    mixinStandardHelpOptions = true,
    description = {
      "Starts the servers that the settings leave to Weir, its sources and its Spark application, and shows what runs",
      "through them until Ctrl-C, which ends them all. A second up goes on where the first stopped."
    },
    footer = {
      "",
      "Examples:",
      "  ./weir up --demo                 the simulator as the source: no network, no key",
      "  ./weir up --demo --detach        leaves it running; ./weir down ends it",
      "  ./weir up --port-offset 100      moves all ports",
      "  ./weir up --servers              broker, registry and S3 only"
    })
@SuppressWarnings("NullAway.Init")
final class UpCommand implements Callable<Integer> {
  /**
   * Set by the script ./weir, since a JVM of this age cannot tell what standard output alone is.
   */
  static final String TERMINAL = "weir.terminal";

  private static final Duration STEP = Duration.ofMillis(250);
  private static final Duration FRAME = Duration.ofSeconds(1);
  private static final Duration JSON_FRAME = Duration.ofSeconds(5);

  @Spec private CommandSpec spec;

  @Option(names = "--demo", description = "Plays a small world on this machine, and streams that.")
  private boolean demo;

  @Option(
      names = "--servers",
      description = "Only the servers, with topics, bucket and schemas: no source and no Spark.")
  private boolean servers;

  @Option(names = "--detach", description = "Returns when everything runs, and leaves it running.")
  private boolean detach;

  @Option(
      names = "--settings",
      paramLabel = "FILE",
      description = "The settings file (default: weir.yaml, or the demo's own).")
  private @Nullable Path settingsPath;

  @Option(
      names = "--port-offset",
      paramLabel = "N",
      defaultValue = "0",
      description = "Added to every port of ours (default: ${DEFAULT-VALUE}).")
  private int portOffset;

  @Option(names = Detached.NO_VIEW, hidden = true)
  private boolean noView;

  private final Clock clock = Clock.systemUTC();

  @Override
  public Integer call() throws IOException, InterruptedException {
    UpOutput output =
        new UpOutput(
            spec.commandLine().getOut(), spec.commandLine().getErr(), Boolean.getBoolean(TERMINAL));
    SettingsFile given = given();
    Path base = given.section("stack", StackSettings.class).dataDir();
    DataFolder folder = demo ? new DataFolder(base).demo() : new DataFolder(base);
    EffectiveSettings settings = EffectiveSettings.of(given, folder, portOffset, System::getenv);
    if (scope() == Scope.DEMO) {
      settings = settings.withSimulator();
    }
    if (scope() == Scope.SOURCES) {
      announce(settings, output);
    }
    return detach
        ? new Detached(folder, output, clock)
            .start(spec.root().commandLine().getParseResult().originalArgs())
        : run(folder, settings, output);
  }

  private SettingsFile given() throws IOException {
    if (settingsPath != null) {
      return SettingsFile.read(settingsPath);
    }
    return demo ? EffectiveSettings.demo() : ActiveSettings.read(Path.of("weir.yaml"));
  }

  private Scope scope() {
    return servers ? Scope.SERVERS : demo ? Scope.DEMO : Scope.SOURCES;
  }

  private static void announce(EffectiveSettings settings, UpOutput output) {
    output.say("Will fetch as Weir/0.1 (+" + settings.contact() + "):");
    settings.sources().forEach(line -> output.say("  " + line));
    settings.skipped().forEach(line -> output.say("  skipped: " + line));
  }

  private int run(DataFolder folder, EffectiveSettings settings, UpOutput output)
      throws IOException, InterruptedException {
    Instant started = clock.instant();
    RunningStack stack = RunningStack.start(folder, settings, scope(), clock, part -> {});
    Ending ending = new Ending(stack, output);
    Runtime.getRuntime().addShutdownHook(new Thread(ending::run, "ending"));
    if (!awaitParts(stack, output, started, ending)) {
      ending.run();
      return 1;
    }
    if (servers) {
      ending.await();
    } else {
      show(folder, new ActiveSettings(settings.file()), output, started, ending);
    }
    return 0;
  }

  /** Whether all parts came up; false when one is given up. */
  private boolean awaitParts(RunningStack stack, UpOutput output, Instant started, Ending ending)
      throws IOException, InterruptedException {
    while (!stack.supervisor().isReady() && !ending.begun()) {
      output.starting(RunningStack.read(stack.folder()).orElseThrow().parts());
      Optional<PartStatus> hopeless = stack.supervisor().hopeless();
      if (hopeless.isPresent()) {
        output.say(
            "Giving up: " + hopeless.get().name() + " does not start: " + hopeless.get().detail());
        return false;
      }
      Thread.sleep(STEP.toMillis());
    }
    output.ready(
        RunningStack.read(stack.folder()).orElseThrow().parts(),
        Duration.between(started, clock.instant()));
    return true;
  }

  private void show(
      DataFolder folder, ActiveSettings settings, UpOutput output, Instant started, Ending ending)
      throws IOException, InterruptedException {
    boolean seen = false;
    try (LiveReader reader = LiveReader.start(settings.stack(), settings.environment(), clock);
        HistoryCounts history = new HistoryCounts(settings)) {
      Instant next = clock.instant();
      while (!(noView && seen) && !ending.await(STEP)) {
        Duration uptime = Duration.between(started, clock.instant());
        if (!seen && !reader.snapshot().minutes().isEmpty()) {
          seen = true;
          output.firstAggregate(uptime);
        }
        if (!noView && !clock.instant().isBefore(next)) {
          next = clock.instant().plus(output.isTerminal() ? FRAME : JSON_FRAME);
          StackReport report = StackReport.read(folder).orElseThrow();
          output.show(new Frame(uptime, report, reader.snapshot(), history.rows()));
        }
      }
    }
    ending.await();
  }

  /** The end of the stack: once, by whoever comes first. */
  private static final class Ending {
    private final RunningStack stack;
    private final UpOutput output;
    private final CountDownLatch begun = new CountDownLatch(1);

    Ending(RunningStack stack, UpOutput output) {
      this.stack = stack;
      this.output = output;
    }

    boolean begun() {
      return begun.getCount() == 0;
    }

    boolean await(Duration time) throws InterruptedException {
      return begun.await(time.toMillis(), TimeUnit.MILLISECONDS);
    }

    void await() throws InterruptedException {
      begun.await();
    }

    void run() {
      synchronized (this) {
        if (begun()) {
          return;
        }
        begun.countDown();
      }
      output.say("Ending all parts; their data stays");
      try {
        stack.close();
      } catch (IOException e) {
        output.say("The end was not clean: " + e.getMessage());
      }
    }
  }
}
