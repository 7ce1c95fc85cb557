package dev.weir.infra.cli.stack;

import dev.weir.infra.local.folder.ActiveSettings;
import dev.weir.infra.local.folder.DataFolder;
import dev.weir.infra.local.folder.EffectiveSettings;
import dev.weir.infra.local.process.Homes;
import dev.weir.infra.local.program.SourcePrograms;
import dev.weir.infra.local.stack.PartStatus;
import dev.weir.infra.local.stack.RunningStack;
import dev.weir.infra.local.stack.StackChoice;
import dev.weir.infra.local.stack.StackChoice.Scope;
import dev.weir.infra.local.stack.StackPlan;
import dev.weir.infra.stream.LiveReader;
import dev.weir.schemas.Build;
import dev.weir.schemas.settings.SettingsFile;
import dev.weir.schemas.settings.StackSettings;
import dev.weir.schemas.status.ProgramPlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Starts the stack and shows what runs through it. */
@Command(
    name = "up",
    mixinStandardHelpOptions = true,
    description = {
      "Starts the servers that the settings leave to Weir, its sources and its Spark application, and shows what runs",
      "through them until Ctrl-C, which stops them all. A second up continues where the first stopped."
    },
    footer = {
      "",
      "Examples:",
      "  ./weir up --demo                 the simulator as the source: no network, no key",
      "  ./weir up --demo --detach        leaves it running; ./weir down stops it",
      "  ./weir up --port-offset 100      moves all ports",
      "  ./weir up --servers              broker, registry and S3 only",
      "  ./weir up --without spark        Spark runs elsewhere, by ./weir submit stream",
      "  ./weir up --accept-gap           goes on although records expired while Weir was off"
    })
@SuppressWarnings("NullAway.Init")
public final class UpCommand implements Callable<Integer> {
  /** Set by the script ./weir, since this JVM cannot find out what standard output alone is. */
  static final String TERMINAL = "weir.terminal";

  private static final Path DEFAULT = Path.of("weir.yaml");
  private static final Duration STEP = Duration.ofMillis(250);
  private static final Duration FRAME = Duration.ofSeconds(1);
  private static final Duration JSON_FRAME = Duration.ofSeconds(5);

  @Spec private CommandSpec spec;

  @Option(names = "--demo", description = "Runs against a simulated world on this machine.")
  private boolean demo;

  @Option(
      names = "--servers",
      description = "Only the servers, with topics, bucket and schemas: no source and no Spark.")
  private boolean servers;

  @Option(
      names = "--detach",
      description = "Returns once everything runs; the stack goes on in the background.")
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
      description = "Added to every port of the embedded servers (default: ${DEFAULT-VALUE}).")
  private int portOffset;

  @Option(
      names = "--without",
      paramLabel = "PART",
      split = ",",
      completionCandidates = OptionalParts.class,
      description =
          "Does not start these parts, which run elsewhere: ${COMPLETION-CANDIDATES}. A list, or repeated.")
  private List<String> without = new ArrayList<>();

  @Option(
      names = "--accept-gap",
      description = {
        "Spark goes on although records expired before it read them, as after a week off.",
        "The gap then shows in coverage. Without this such a query is refused."
      })
  private boolean acceptGap;

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
    EffectiveSettings settings = EffectiveSettings.of(given, folder, portOffset);
    if (demo) {
      settings = settings.withSimulator();
    }
    StackChoice choice = choice(given, settings, output);
    return detach
        ? new Detached(spec.root().userObject().getClass(), folder, output, clock)
            .start(spec.root().commandLine().getParseResult().originalArgs())
        : run(folder, settings, choice, output);
  }

  private StackChoice choice(SettingsFile given, EffectiveSettings settings, UpOutput output)
      throws IOException, InterruptedException {
    for (String part : without) {
      if (!StackPlan.OPTIONAL.contains(part)) {
        throw new ParameterException(
            spec.commandLine(),
            "Expected --without one of " + StackPlan.OPTIONAL + ", got: " + part);
      }
    }
    Set<String> left = Set.copyOf(without);
    if (scope() == Scope.SERVERS) {
      return new StackChoice(Scope.SERVERS, left, acceptGap, List.of());
    }
    String contact = settings.contact();
    List<ProgramPlan> plans = plans(given);
    given.requireKnown(plans.stream().flatMap(plan -> plan.sections().stream()).toList());
    if (!demo) {
      announce(contact, plans, output);
    }
    return new StackChoice(scope(), left, acceptGap, plans);
  }

  /** The programs read the user's own file where there is one, so that errors name its lines. */
  private List<ProgramPlan> plans(SettingsFile given) throws IOException, InterruptedException {
    if (settingsPath != null || !demo) {
      return SourcePrograms.describe(Homes.find(), settingsPath == null ? DEFAULT : settingsPath);
    }
    Path copy = Files.createTempFile("weir-demo-", ".yaml");
    try {
      Files.writeString(copy, given.yaml());
      return SourcePrograms.describe(Homes.find(), copy);
    } finally {
      Files.delete(copy);
    }
  }

  private SettingsFile given() throws IOException {
    if (settingsPath != null) {
      return SettingsFile.read(settingsPath);
    }
    return demo ? EffectiveSettings.demo() : ActiveSettings.read(DEFAULT);
  }

  private Scope scope() {
    return servers ? Scope.SERVERS : demo ? Scope.DEMO : Scope.SOURCES;
  }

  private static void announce(String contact, List<ProgramPlan> plans, UpOutput output) {
    output.say("Will fetch as " + Build.userAgent(contact) + ":");
    for (ProgramPlan plan : plans) {
      for (ProgramPlan.PlannedSource source : plan.sources()) {
        String line = source.id() + "  " + source.what() + "  " + source.often();
        output.say(
            source.canRun()
                ? "  " + line
                : "  skipped: " + line + " (not set: " + String.join(", ", source.missing()) + ")");
      }
    }
  }

  /** The parts that can be left out, for completion. */
  private static final class OptionalParts implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return StackPlan.OPTIONAL.iterator();
    }
  }

  private int run(
      DataFolder folder, EffectiveSettings settings, StackChoice choice, UpOutput output)
      throws IOException, InterruptedException {
    Instant started = clock.instant();
    RunningStack stack = RunningStack.start(folder, settings, choice, clock, part -> {});
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
    while (!stack.supervisor().isSettled() && !ending.begun()) {
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

  /** Stops the stack once, whoever asks first. */
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
        output.say("Not all parts stopped cleanly: " + e.getMessage());
      }
    }
  }
}
