package dev.weir.scrapers.cli;

import dev.weir.schemas.SettingsException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The scrapers' program. */
@Command(
    name = "scrape",
    description = "Follows feeds and sitemaps, fetches pages, and publishes what is new.",
    mixinStandardHelpOptions = true,
    subcommands = {
      RunCommand.class,
      OnceCommand.class,
      CheckCommand.class,
      PageCommand.class,
      FeedCommand.class
    })
public final class ScrapeCommand implements Callable<Integer> {
  @Spec
  @SuppressWarnings("NullAway.Init")
  private CommandSpec spec;

  /** Runs it. */
  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
  }

  /** Returns the command line, for running it and for generating completion. */
  public static CommandLine commandLine() {
    return new CommandLine(new ScrapeCommand())
        .setOut(new PrintWriter(System.out, true, StandardCharsets.UTF_8))
        .setErr(new PrintWriter(System.err, true, StandardCharsets.UTF_8))
        .setExecutionExceptionHandler(ScrapeCommand::explain);
  }

  @Override
  public Integer call() {
    throw new ParameterException(spec.commandLine(), "Expected a command");
  }

  /** Wrong settings are the asker's fault; all else is a failure. Neither needs a stack trace. */
  private static int explain(
      Exception failure, CommandLine commandLine, CommandLine.ParseResult ignored) {
    PrintWriter err = commandLine.getErr();
    if (failure instanceof SettingsException) {
      err.println(failure.getMessage());
      return CommandLine.ExitCode.USAGE;
    }
    err.println(failure);
    err.flush();
    return CommandLine.ExitCode.SOFTWARE;
  }
}
