package dev.weir.infra.local.stack;

import dev.weir.infra.local.folder.ActiveSettings;
import dev.weir.infra.local.folder.DataFolder;
import dev.weir.infra.local.folder.EffectiveSettings;
import dev.weir.infra.local.process.Homes;
import dev.weir.infra.local.process.Java;
import dev.weir.infra.local.process.Program;
import dev.weir.infra.local.process.ReadyCheck;
import dev.weir.infra.local.program.SourcePrograms;
import dev.weir.infra.local.program.SparkSubmit;
import dev.weir.infra.local.server.KafkaServer;
import dev.weir.infra.local.server.RegistryServer;
import dev.weir.infra.local.server.S3Server;
import dev.weir.infra.local.stack.StackChoice.Scope;
import dev.weir.schemas.settings.StackSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What a stack is made of: the servers that the settings leave to us, the work to be done on them
 * once, and our programs. Only decoding waits for the registry, so Spark and the sources start
 * beside it.
 */
public final class StackPlan {
  private static final String SPARK = "spark";

  /** The parts that can be left out. */
  public static final List<String> OPTIONAL = List.of(SPARK, "scrapers", "pollers", "simulator");

  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final int HEAP_MEGABYTES = 192;
  private static final String SEED = "1";

  private final Homes homes;
  private final DataFolder folder;
  private final EffectiveSettings settings;
  private final StackSettings stack;
  private final StackChoice choice;
  private final List<StackUnit> units = new ArrayList<>();

  private StackPlan(
      Homes homes, DataFolder folder, EffectiveSettings settings, StackChoice choice) {
    this.choice = choice;
    this.homes = homes;
    this.folder = folder;
    this.settings = settings;
    this.stack = settings.file().section("stack", StackSettings.class);
  }

  /**
   * The units, in the order of their start. Writes the settings of the embedded servers into the
   * folder; starts nothing.
   */
  public static List<StackUnit> of(
      Homes homes, DataFolder folder, EffectiveSettings settings, StackChoice choice)
      throws IOException {
    StackPlan plan = new StackPlan(homes, folder, settings, choice);
    plan.addServers();
    if (choice.scope() != Scope.SERVERS) {
      plan.addPrograms();
    }
    return List.copyOf(plan.units);
  }

  private void addServers() throws IOException {
    StackSettings.Ports ports = stack.ports();
    if (settings.stack().kafka().external().isEmpty()) {
      server(
          Set.of(),
          KafkaServer.prepare(
              homes, folder.data("kafka"), ports.kafka(), ports.controller(), folder.log("kafka")));
    }
    if (settings.stack().s3().external().isEmpty()) {
      server(Set.of(), S3Server.prepare(homes, folder.data("s3"), ports.s3(), folder.log("s3")));
    }
    ServerWork work = new ServerWork(settings);
    task("topics", existing("kafka"), work::applyTopics);
    task("bucket", existing("s3"), work::createBucket);
    if (settings.stack().registry().external().isEmpty()) {
      server(
          Set.of("topics"),
          RegistryServer.prepare(
              homes,
              folder.data("registry"),
              ports.registry(),
              stack.bootstrapServers(),
              folder.log("registry")));
    }
    task("schemas", existing("registry"), work::registerSchemas);
  }

  private void addPrograms() {
    String settingsFile = folder.effectiveSettings().toString();
    if (choice.has(SPARK)) {
      program(SPARK, Set.of("topics", "bucket"), sparkCommand(settingsFile));
    }
    Set<String> needs = Set.of("topics");
    if (choice.scope() == Scope.DEMO && choice.has("simulator")) {
      simulator();
      needs = Set.of("topics", "simulator");
    }
    for (SourcePrograms.Module module : SourcePrograms.all()) {
      if (choice.has(module.name()) && choice.hasWork(module.name())) {
        List<String> command =
            module.command(homes, HEAP_MEGABYTES, "run", "--settings", settingsFile);
        program(module.name(), needs, command);
      }
    }
  }

  private List<String> sparkCommand(String settingsFile) {
    // A query that somebody runs by hand comes back here when that process ends.
    List<String> arguments =
        new ArrayList<>(List.of("stream", "--wait-for-owner", "--settings", settingsFile));
    if (choice.acceptGap()) {
      arguments.add("--accept-gap");
    }
    return SparkSubmit.command(homes, List.of(), arguments);
  }

  private void simulator() {
    int port = stack.ports().simulator();
    Path status = folder.status("simulator");
    List<String> command =
        Java.command(
            Java.small(HEAP_MEGABYTES),
            homes.moduleClassPath("tests/simulator"),
            "dev.weir.simulator.cli.SimulatorCommand",
            "--port",
            Integer.toString(port),
            "--seed",
            SEED,
            "--faults",
            "mild",
            "--oracle",
            folder.root().resolve("oracle.jsonl").toString());
    units.add(
        service(
            Set.of(),
            supervised("simulator", command, status, ReadyCheck.tcp(port), port),
            true,
            Optional.empty(),
            false));
  }

  private void program(String name, Set<String> needs, List<String> command) {
    Path status = folder.status(name);
    units.add(
        service(
            needs,
            supervised(name, command, status, ReadyCheck.file(status), 0),
            false,
            Optional.of(status),
            name.equals(SPARK)));
  }

  private Program supervised(
      String name, List<String> command, Path status, ReadyCheck ready, int port) {
    List<String> all = new ArrayList<>(command);
    all.addAll(List.of("--supervised", "--status-file", status.toString()));
    String address = port == 0 ? "" : "127.0.0.1:" + port;
    return new Program(
        name, address, all, environment(), folder.root(), folder.log(name), ready, PATIENCE);
  }

  private Map<String, String> environment() {
    Map<String, String> environment = new TreeMap<>(SparkSubmit.environment());
    if (settings.stack().s3().external().isEmpty()) {
      environment.putAll(credentials());
    }
    return environment;
  }

  private Map<String, String> credentials() {
    ActiveSettings active = new ActiveSettings(settings.file());
    Map<String, String> found = new TreeMap<>();
    for (String name : List.of(stack.s3().accessKeyEnv(), stack.s3().secretKeyEnv())) {
      String value = active.environment().apply(name);
      if (value != null) {
        found.put(name, value);
      }
    }
    return found;
  }

  private void server(Set<String> needs, Program program) {
    units.add(service(needs, program, true, Optional.empty(), false));
  }

  private static StackUnit service(
      Set<String> needs,
      Program program,
      boolean isServer,
      Optional<Path> statusFile,
      boolean queries) {
    return new StackUnit.Service(needs, program, isServer, statusFile, queries);
  }

  private void task(String name, Set<String> needs, StackUnit.Work work) {
    units.add(new StackUnit.Task(name, needs, work));
  }

  /** The need of an embedded server; none when it is external. */
  private Set<String> existing(String name) {
    return units.stream().map(StackUnit::name).filter(name::equals).collect(Collectors.toSet());
  }

  /** The ports that the embedded parts will listen on, by part. */
  public static Map<String, Integer> ports(EffectiveSettings settings, StackChoice choice) {
    StackSettings given = settings.stack();
    Map<String, Integer> ports = new TreeMap<>();
    if (given.kafka().external().isEmpty()) {
      ports.put("kafka", given.ports().kafka());
      ports.put("kafka controller", given.ports().controller());
    }
    if (given.registry().external().isEmpty()) {
      ports.put("registry", given.ports().registry());
    }
    if (given.s3().external().isEmpty()) {
      ports.put("s3", given.ports().s3());
    }
    if (choice.scope() == Scope.DEMO && choice.has("simulator")) {
      ports.put("simulator", given.ports().simulator());
    }
    return ports;
  }
}
