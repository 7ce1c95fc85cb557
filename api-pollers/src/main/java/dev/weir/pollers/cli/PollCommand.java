package dev.weir.pollers.cli;

import dev.weir.schemas.Durations;
import dev.weir.schemas.SettingsException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;

/** The pollers' program. */
@Command(
    name = "poll",
    description = "Polls networks and publishes what people post.",
    mixinStandardHelpOptions = true,
    subcommands = {RunCommand.class, OnceCommand.class, CheckCommand.class, ParseCommand.class})
public final class PollCommand implements Callable<Integer> {
  private static final Logger LOG = LoggerFactory.getLogger(PollCommand.class);

  @Spec
  @SuppressWarnings("NullAway.Init")
  private CommandSpec spec;

  /** Runs it. */
  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
  }

  /** Returns the command line, for running it and for generating completion. */
  public static CommandLine commandLine() {
    return new CommandLine(new PollCommand())
        .setOut(new PrintWriter(System.out, true, StandardCharsets.UTF_8))
        .setErr(new PrintWriter(System.err, true, StandardCharsets.UTF_8))
        .setCaseInsensitiveEnumValuesAllowed(true)
        .registerConverter(Duration.class, Durations::parse)
        .setExecutionExceptionHandler(PollCommand::explain);
  }

  /** Wrong settings are the asker's fault; whatever else is thrown is told in a line. */
  private static int explain(Exception error, CommandLine command, ParseResult result) {
    boolean asked = error instanceof SettingsException;
    command.getErr().println(asked ? String.valueOf(error.getMessage()) : error.toString());
    LOG.atDebug().setCause(error).log("Failed");
    return asked
        ? command.getCommandSpec().exitCodeOnInvalidInput()
        : command.getCommandSpec().exitCodeOnExecutionException();
  }

  @Override
  public Integer call() {
    throw new ParameterException(spec.commandLine(), "Expected a command");
  }
}
