package dev.weir.infra.cli.admin;

import dev.weir.infra.cli.shared.SettingsOption;
import dev.weir.infra.local.folder.ActiveSettings;
import dev.weir.infra.local.process.Homes;
import dev.weir.infra.local.program.SparkSubmit;
import dev.weir.schemas.settings.StackSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Unmatched;

/** Prints and runs the spark-submit line of a job. */
@Command(
    name = "submit",
    mixinStandardHelpOptions = true,
    description = {
      "Prints the exact spark-submit line of a job on standard error, and runs it: with SPARK_HOME when that is set, else",
      "with the Spark home that the build puts together. Credentials are passed in the environment, never on the command line."
    },
    footer = {
      "",
      "Examples:",
      "  ./weir submit verify",
      "  ./weir submit stream --queries counts --dry-run",
      "  SPARK_HOME=/opt/spark ./weir submit --spark --master=spark://host:7077 stream"
    })
@SuppressWarnings("NullAway.Init")
public final class SubmitCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private SettingsOption settings;

  @Option(names = "--dry-run", description = "Only prints the command line, on standard output.")
  private boolean dryRun;

  @Option(
      names = "--spark",
      paramLabel = "OPTION=VALUE",
      description =
          "An option of spark-submit itself, such as --spark --master=local[4]; may be repeated.")
  private List<String> spark = new ArrayList<>();

  @Parameters(index = "0", paramLabel = "JOB", description = "stream, verify, ...")
  private String job;

  @Unmatched private List<String> arguments = new ArrayList<>();

  @Override
  public Integer call() throws IOException, InterruptedException {
    ActiveSettings active = settings.active();
    List<String> command = command();
    String line = command.stream().map(SubmitCommand::quoted).collect(Collectors.joining(" "));
    if (dryRun) {
      spec.commandLine().getOut().println(line);
      spec.commandLine().getOut().flush();
      return 0;
    }
    spec.commandLine().getErr().println(line);
    spec.commandLine().getErr().flush();
    ProcessBuilder builder = new ProcessBuilder(command).inheritIO();
    builder.environment().putAll(SparkSubmit.environment());
    builder.environment().putAll(credentials(active));
    Process process = builder.start();
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
    return process.waitFor();
  }

  private List<String> command() throws IOException {
    Optional<Path> theirs = sparkHome();
    return theirs.isPresent()
        ? SparkSubmit.command(Homes.find(), theirs.get(), sparkOptions(), jobArguments())
        : SparkSubmit.command(Homes.find(), sparkOptions(), jobArguments());
  }

  private static Optional<Path> sparkHome() {
    return Optional.ofNullable(System.getenv("SPARK_HOME"))
        .filter(home -> !home.isBlank())
        .map(Path::of);
  }

  private List<String> sparkOptions() {
    List<String> options = new ArrayList<>();
    for (String option : spark) {
      int equals = option.indexOf('=');
      if (equals < 0) {
        options.add(option);
      } else {
        options.add(option.substring(0, equals));
        options.add(option.substring(equals + 1));
      }
    }
    return options;
  }

  private List<String> jobArguments() throws IOException {
    List<String> all = new ArrayList<>(List.of(job));
    all.addAll(arguments);
    all.addAll(List.of("--settings", settingsPath().toString()));
    return all;
  }

  /** The effective settings of the stack that runs; they have every address. */
  private Path settingsPath() throws IOException {
    StackSettings stack = settings.active().stack();
    Path effective = stack.dataDir().resolve("run").resolve("weir.yaml");
    return Files.exists(effective) ? effective.toAbsolutePath() : settings.path().toAbsolutePath();
  }

  private static Map<String, String> credentials(ActiveSettings active) {
    Map<String, String> found = new TreeMap<>();
    for (String name :
        List.of(active.stack().s3().accessKeyEnv(), active.stack().s3().secretKeyEnv())) {
      String value = active.environment().apply(name);
      if (value != null) {
        found.put(name, value);
      }
    }
    return found;
  }

  private static String quoted(String argument) {
    return argument.matches("[A-Za-z0-9_./:=@,+-]+")
        ? argument
        : "'" + argument.replace("'", "'\\''") + "'";
  }
}
