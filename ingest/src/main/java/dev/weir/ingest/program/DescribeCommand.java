package dev.weir.ingest.program;

import dev.weir.schemas.status.ProgramPlan;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Prints the sources of the settings without connecting. */
@Command(
    name = "describe",
    description =
        "Validates the settings and prints what would be fetched and how often. Connects to nothing.",
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:the settings are valid", "2:asked wrongly, or the settings are wrong"},
    footerHeading = "%nExamples:%n",
    footer = {"  ${COMMAND-FULL-NAME}", "  ${COMMAND-FULL-NAME} --settings town.yaml --json"})
final class DescribeCommand implements Callable<Integer> {
  private final SourceProgram program;

  @Spec
  @SuppressWarnings("NullAway.Init")
  private CommandSpec spec;

  @Mixin private final SettingsOption settingsOption = new SettingsOption();

  @Option(names = "--json", description = "Print one line of JSON, for programs.")
  private boolean json;

  DescribeCommand(SourceProgram program) {
    this.program = program;
  }

  @Override
  public Integer call() throws IOException {
    ProgramPlan plan = program.plan(settingsOption.read());
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(plan.toJson());
    } else {
      PlanText.lines(plan).forEach(out::println);
    }
    out.flush();
    return 0;
  }
}
