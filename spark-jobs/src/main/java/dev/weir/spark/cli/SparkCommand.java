package dev.weir.spark.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** What {@code spark-submit} starts. Exit 0, 1 (it failed) or 2 (asked wrongly). */
@Command(
    name = "spark",
    mixinStandardHelpOptions = true,
    description = "The Spark jobs of Weir.",
    subcommands = {StreamCommand.class, VerifyCommand.class})
public final class SparkCommand {

  private SparkCommand() {}

  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
  }

  static CommandLine commandLine() {
    return new CommandLine(new SparkCommand());
  }
}
