package dev.weir.infra.cli;

import dev.weir.infra.cli.admin.SchemasCommand;
import dev.weir.infra.cli.admin.SourcesCommand;
import dev.weir.infra.cli.admin.SubmitCommand;
import dev.weir.infra.cli.admin.TopicsCommand;
import dev.weir.infra.cli.data.HistoryCommand;
import dev.weir.infra.cli.data.TailCommand;
import dev.weir.infra.cli.stack.DownCommand;
import dev.weir.infra.cli.stack.LogsCommand;
import dev.weir.infra.cli.stack.StatusCommand;
import dev.weir.infra.cli.stack.UpCommand;
import dev.weir.schemas.Build;
import dev.weir.schemas.settings.SettingsException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The root of the weir command. Exit codes: 0, 1 (it failed), 2 (it was asked wrongly). */
@Command(
    name = "weir",
    mixinStandardHelpOptions = true,
    versionProvider = WeirCommand.Version.class,
    description =
        "Streams what the web publishes and how people react to it, and says how complete its numbers are.",
    subcommands = {
      UpCommand.class,
      DownCommand.class,
      StatusCommand.class,
      LogsCommand.class,
      SubmitCommand.class,
      TopicsCommand.class,
      SchemasCommand.class,
      TailCommand.class,
      HistoryCommand.class,
      SourcesCommand.class,
      CompletionCommand.class,
    },
    footerHeading = "%nAlso, started by the script ./weir itself:%n",
    footer = {
      "  scrape      Scrapers: run, once, check, describe, page, feed",
      "  poll        Pollers: run, once, check, describe, parse",
      "  test        All tests: [--fast|--full]",
      "  trial       A whole Weir against a simulated world, and figures: corpus, latency",
      "",
      "Examples:",
      "  ./weir up --demo",
      "  ./weir tail posts --where \"network = 'mastodon'\" -n 10",
      "  ./weir history sql \"select count(*) from posts\""
    })
public final class WeirCommand implements Callable<Integer> {
  private static final String LOG_SETTINGS = "log4j2.configurationFile";

  @Spec private CommandSpec spec;

  /** The version that the build gave. */
  static final class Version implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {"Weir " + Build.version()};
    }
  }

  @SuppressWarnings("NullAway.Init")
  WeirCommand() {}

  public static void main(String[] args) {
    if (System.getProperty(LOG_SETTINGS) == null) {
      System.setProperty(LOG_SETTINGS, "classpath:dev/weir/infra/cli/log4j2.properties");
    }
    System.exit(commandLine().execute(args));
  }

  static CommandLine commandLine() {
    CommandLine commandLine =
        new CommandLine(new WeirCommand()).setCaseInsensitiveEnumValuesAllowed(true);
    commandLine.setExecutionExceptionHandler(
        (e, failed, parsed) -> {
          if (!isExpected(e)) {
            throw e;
          }
          failed.getErr().println("weir: " + e.getMessage());
          failed.getErr().flush();
          return e instanceof IOException || e instanceof UncheckedIOException ? 1 : 2;
        });
    return commandLine;
  }

  /** Whether one line explains it; anything else is a bug and keeps its stack trace. */
  private static boolean isExpected(Exception e) {
    return e instanceof IOException
        || e instanceof UncheckedIOException
        || e instanceof SettingsException
        || e instanceof IllegalArgumentException
        || e instanceof IllegalStateException;
  }

  @Override
  public Integer call() {
    throw new ParameterException(spec.commandLine(), "Expected a command");
  }
}
