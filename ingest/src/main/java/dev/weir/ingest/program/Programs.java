package dev.weir.ingest.program;

import dev.weir.schemas.settings.Durations;
import dev.weir.schemas.settings.SettingsException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.ParseResult;

/** Common command-line behavior of the programs. */
public final class Programs {
  private static final Logger LOG = LoggerFactory.getLogger(Programs.class);

  private Programs() {}

  /**
   * A command line like {@link #commandLine(Object)} with the commands common to all source
   * programs.
   */
  public static CommandLine commandLine(Object command, SourceProgram program) {
    // The handler and converters reach only the subcommands that exist when they are set.
    CommandLine bare =
        new CommandLine(command)
            .addSubcommand(new RunCommand(program))
            .addSubcommand(new OnceCommand(program))
            .addSubcommand(new CheckCommand(program))
            .addSubcommand(new DescribeCommand(program));
    return prepared(bare);
  }

  /**
   * A command line that writes UTF-8 and parses durations as the settings do. Exit codes: 2 for
   * wrong usage or settings, 1 for a failure; neither prints a stack trace.
   */
  public static CommandLine commandLine(Object command) {
    return prepared(new CommandLine(command));
  }

  private static CommandLine prepared(CommandLine command) {
    return command
        .setOut(new PrintWriter(System.out, true, StandardCharsets.UTF_8))
        .setErr(new PrintWriter(System.err, true, StandardCharsets.UTF_8))
        .setCaseInsensitiveEnumValuesAllowed(true)
        .registerConverter(Duration.class, Durations::parse)
        .setExecutionExceptionHandler(Programs::explain);
  }

  /**
   * Reads the input that a user names.
   *
   * @param from a file, or {@code -} for standard input
   * @throws NoSuchFileException if there is no such file
   */
  public static byte[] read(String from, InputStream standardInput) throws IOException {
    return from.equals("-") ? standardInput.readAllBytes() : Files.readAllBytes(Path.of(from));
  }

  private static int explain(Exception failure, CommandLine command, ParseResult ignored) {
    boolean asked = failure instanceof SettingsException;
    command.getErr().println(asked ? String.valueOf(failure.getMessage()) : failure.toString());
    command.getErr().flush();
    LOG.atDebug().setCause(failure).log("Failed");
    return asked ? CommandLine.ExitCode.USAGE : CommandLine.ExitCode.SOFTWARE;
  }
}
