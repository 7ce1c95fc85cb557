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

/** How the programs behave on a command line. */
public final class Programs {
  private static final Logger LOG = LoggerFactory.getLogger(Programs.class);

  private Programs() {}

  /**
   * A command line as {@link #commandLine(Object)} with the commands that all programs of sources
   * have.
   */
  public static CommandLine commandLine(Object command, SourceProgram program) {
    // The handler and converters reach the subcommands that are there when they are set.
    CommandLine bare =
        new CommandLine(command)
            .addSubcommand(new RunCommand(program))
            .addSubcommand(new OnceCommand(program))
            .addSubcommand(new CheckCommand(program))
            .addSubcommand(new DescribeCommand(program));
    return prepared(bare);
  }

  /**
   * A command line that writes UTF-8, reads durations as the settings do, and ends with 2 where the
   * user asked wrongly (also by wrong settings), with 1 where something failed; in neither case
   * with a stack trace.
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
   * The bytes of what a user names.
   *
   * @param from a file, or {@code -} for standard input
   * @throws NoSuchFileException where there is no such file
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
