package dev.weir.trial.cli;

import dev.weir.schemas.settings.Durations;
import dev.weir.schemas.settings.SettingsException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;

/**
 * The trials' program. Results go to standard output, progress to standard error. Exit codes: 0, 1
 * (a trial failed, or what it measured is not as it must be), 2 (it was asked wrongly).
 */
@Command(
    name = "trial",
    description =
        "Runs a whole Weir, or a part of it, on free ports and in a folder of its own, and prints what it measured.",
    mixinStandardHelpOptions = true,
    subcommands = {
      BacklogCommand.class,
      CorpusCommand.class,
      LatencyCommand.class,
      FrontierCommand.class,
      FeedsCommand.class
    })
public final class TrialCommand implements Callable<Integer> {
  private static final String LOG_SETTINGS = "log4j2.configurationFile";

  @Spec
  @SuppressWarnings("NullAway.Init")
  private CommandSpec spec;

  /** Runs it. */
  public static void main(String[] args) {
    if (System.getProperty(LOG_SETTINGS) == null) {
      System.setProperty(LOG_SETTINGS, "classpath:dev/weir/infra/cli/log4j2.properties");
    }
    System.exit(commandLine().execute(args));
  }

  /** Returns the command line, for running it and for its tests. */
  public static CommandLine commandLine() {
    return new CommandLine(new TrialCommand())
        .setOut(new PrintWriter(System.out, true, StandardCharsets.UTF_8))
        .setErr(new PrintWriter(System.err, true, StandardCharsets.UTF_8))
        .registerConverter(Duration.class, Durations::parse)
        .setExecutionExceptionHandler(TrialCommand::explain);
  }

  /** Faults of the world and of what was asked are told in a line; anything else is a bug. */
  private static int explain(Exception error, CommandLine command, ParseResult result)
      throws Exception {
    boolean asked = error instanceof SettingsException || error instanceof IllegalArgumentException;
    if (!asked && !(error instanceof IOException)) {
      throw error;
    }
    command.getErr().println("trial: " + error.getMessage());
    return asked
        ? command.getCommandSpec().exitCodeOnInvalidInput()
        : command.getCommandSpec().exitCodeOnExecutionException();
  }

  @Override
  public Integer call() {
    throw new ParameterException(spec.commandLine(), "Expected a command");
  }
}
