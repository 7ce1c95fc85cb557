package dev.weir.infra.local.program;

import dev.weir.infra.local.process.Homes;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The {@code spark-submit} line of our jobs. Carries no secret: the job reads addresses from the
 * settings file, and credentials from the environment by the names in it.
 */
public final class SparkSubmit {
  private static final String MAIN = "dev.weir.spark.cli.SparkCommand";

  /**
   * More tasks at once than cores: those of small batches compute for a small part of the time for
   * which they hold a place, and with two places the files of one query kept the others waiting.
   */
  private static final String DEFAULT_MASTER = "local[8]";

  private SparkSubmit() {}

  /** The argument list for the Spark home that the build puts together. */
  public static List<String> command(Homes homes, List<String> options, List<String> arguments) {
    return command(homes.spark(), homes, options, arguments);
  }

  /**
   * The argument list for another Spark.
   *
   * @param sparkHome a Spark 4.1; it is given the jars that the jobs need and it lacks
   * @param options further options of spark-submit itself, such as {@code --master} and {@code
   *     --jars}
   * @param arguments the job's name and its arguments
   */
  public static List<String> command(
      Homes homes, Path sparkHome, List<String> options, List<String> arguments)
      throws IOException {
    return command(sparkHome, homes, withJars(options, lacking(homes, sparkHome)), arguments);
  }

  private static List<String> command(
      Path sparkHome, Homes homes, List<String> options, List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(sparkHome.resolve("bin/spark-submit").toString());
    if (!options.contains("--master")) {
      command.addAll(List.of("--master", DEFAULT_MASTER));
    }
    command.addAll(List.of("--name", "weir", "--class", MAIN));
    command.addAll(options);
    command.add(homes.jobJar().toString());
    command.addAll(arguments);
    return command;
  }

  /** The jars of our own Spark home of which another has no version. */
  private static List<String> lacking(Homes homes, Path home) throws IOException {
    Set<String> there =
        jars(home).map(SparkSubmit::artifact).collect(Collectors.toUnmodifiableSet());
    return jars(homes.spark())
        .filter(jar -> !there.contains(artifact(jar)))
        .map(Path::toString)
        .sorted()
        .toList();
  }

  private static Stream<Path> jars(Path home) throws IOException {
    Path folder = home.resolve("jars");
    if (!Files.isDirectory(folder)) {
      throw new FileNotFoundException(
          "Expected a Spark home with a folder jars (SPARK_HOME), got: " + home);
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".jar")).toList().stream();
    }
  }

  /** A jar's name up to its version, such as {@code spark-avro_2.13}. */
  private static String artifact(Path jar) {
    return jar.getFileName().toString().replaceFirst("-\\d[^_]*\\.jar$", "");
  }

  /** Spark uses the last {@code --jars} only, so all jars go into one. */
  private static List<String> withJars(List<String> options, List<String> jars) {
    List<String> all = new ArrayList<>(options);
    int asked = all.indexOf("--jars");
    if (asked < 0) {
      all.addAll(List.of("--jars", String.join(",", jars)));
    } else {
      all.set(asked + 1, all.get(asked + 1) + "," + String.join(",", jars));
    }
    return all;
  }

  /** What the script of our own Spark home reads from its environment. */
  public static Map<String, String> environment() {
    return Map.of("JAVA_HOME", System.getProperty("java.home"));
  }
}
