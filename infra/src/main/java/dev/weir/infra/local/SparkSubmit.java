package dev.weir.infra.local;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The {@code spark-submit} line of our jobs. Carries no secret: the job reads addresses from the
 * settings file, and credentials from the environment by the names in it.
 */
public final class SparkSubmit {
  private static final String MAIN = "dev.weir.spark.cli.SparkCommand";
  private static final String DEFAULT_MASTER = "local[2]";

  private SparkSubmit() {}

  /**
   * The argument list.
   *
   * @param sparkHome a Spark 4.1, or empty for the one that the build puts together
   * @param options further options of spark-submit itself, such as {@code --master} and {@code
   *     --jars}
   * @param arguments the job's name and its arguments
   */
  public static List<String> command(
      Homes homes, Optional<Path> sparkHome, List<String> options, List<String> arguments) {
    Path home = sparkHome.orElseGet(homes::spark);
    List<String> command = new ArrayList<>();
    command.add(home.resolve("bin/spark-submit").toString());
    if (!options.contains("--master")) {
      command.addAll(List.of("--master", DEFAULT_MASTER));
    }
    command.addAll(List.of("--name", "weir", "--class", MAIN));
    command.addAll(options);
    command.add(homes.jobJar().toString());
    command.addAll(arguments);
    return command;
  }

  /** What the script of our own Spark home reads from its environment. */
  public static Map<String, String> environment() {
    return Map.of("JAVA_HOME", System.getProperty("java.home"));
  }
}
