package dev.weir.infra.cli;

import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints a completion script for bash and zsh. */
@Command(
    name = "completion",
    mixinStandardHelpOptions = true,
    description = "Prints a script that completes commands and options in bash and zsh.",
    footer = {
      "",
      "Examples:",
      "  source <(./weir completion bash)",
      "  source <(./weir completion zsh)"
    })
@SuppressWarnings("NullAway.Init")
final class CompletionCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  /** The shells that the script is for. */
  private enum Shell {
    BASH,
    ZSH;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  @Parameters(
      paramLabel = "SHELL",
      arity = "0..1",
      description = "bash or zsh; one script works in both.")
  @SuppressWarnings("UnusedVariable") // the script is the same
  private @Nullable Shell shell;

  @Override
  public Integer call() {
    spec.commandLine().getOut().print(AutoComplete.bash("weir", whole()));
    spec.commandLine().getOut().flush();
    return 0;
  }

  /** The command with what the script ./weir does by itself. */
  private static CommandLine whole() {
    return WeirCommand.commandLine()
        .addSubcommand(command("scrape", "run", "once", "check", "page", "feed"))
        .addSubcommand(command("poll", "run", "once", "check", "parse"))
        .addSubcommand(
            new CommandLine(
                CommandSpec.create()
                    .name("test")
                    .addOption(OptionSpec.builder("--fast").build())
                    .addOption(OptionSpec.builder("--full").build())))
        .addSubcommand(command("build"));
  }

  private static CommandLine command(String name, String... subcommands) {
    CommandSpec command = CommandSpec.create().name(name);
    for (String subcommand : subcommands) {
      command.addSubcommand(subcommand, CommandSpec.create());
    }
    return new CommandLine(command);
  }
}
