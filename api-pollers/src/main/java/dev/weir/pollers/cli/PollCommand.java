package dev.weir.pollers.cli;

import dev.weir.ingest.program.Programs;
import dev.weir.ingest.program.SourceProgram;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The pollers' command line. */
@Command(
    name = "poll",
    description = "Polls networks and publishes what people post.",
    mixinStandardHelpOptions = true,
    subcommands = ParseCommand.class)
public final class PollCommand implements Callable<Integer> {
  @Spec
  @SuppressWarnings("NullAway.Init")
  private CommandSpec spec;

  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
  }

  /** Returns the command line, to run it or to generate completion. */
  public static CommandLine commandLine() {
    return Programs.commandLine(
        new PollCommand(), SourceProgram.load("pollers", options -> options));
  }

  @Override
  public Integer call() {
    throw new ParameterException(spec.commandLine(), "Expected a command");
  }
}
