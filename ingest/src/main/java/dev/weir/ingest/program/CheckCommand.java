package dev.weir.ingest.program;

import dev.weir.schemas.Build;
import dev.weir.schemas.settings.SettingsFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Tries the settings and each source. */
@Command(
    name = "check",
    description =
        "Validates the settings, prints what is fetched and how often, and tries each source once without"
            + " publishing anything.",
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:every source answered",
      "1:a source did not",
      "2:asked wrongly, or the settings are wrong"
    },
    footerHeading = "%nExamples:%n",
    footer = {"  ${COMMAND-FULL-NAME}", "  ${COMMAND-FULL-NAME} --settings town.yaml --listen 10s"})
final class CheckCommand implements Callable<Integer> {
  private final SourceProgram program;

  @Spec
  @SuppressWarnings("NullAway.Init")
  private CommandSpec spec;

  @Mixin private final SettingsOption settingsOption = new SettingsOption();

  @Option(
      names = "--listen",
      paramLabel = "TIME",
      defaultValue = "3s",
      description = "How long to listen to a stream; ${DEFAULT-VALUE} unless given.")
  @SuppressWarnings("NullAway.Init")
  private Duration listen;

  CheckCommand(SourceProgram program) {
    this.program = program;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    SettingsFile settings = settingsOption.read();
    PrintWriter out = spec.commandLine().getOut();
    boolean good = true;
    try (OpenedSources opened = program.open(settings, Notes.of(spec))) {
      out.println("Fetched as " + Build.userAgent(SourceProgram.contact(settings)) + ":");
      PlanText.lines(program.plan(settings)).forEach(out::println);
      out.println("Tried once:");
      DryRun dryRun = new DryRun(InstantSource.system(), listen);
      for (OpenedSources.One one : opened.tried()) {
        Verdict verdict = attempt(dryRun, one);
        out.println("  " + one.source().id() + ": " + verdict.text());
        out.flush();
        good &= verdict.good();
      }
    }
    return good ? 0 : 1;
  }

  private static Verdict attempt(DryRun dryRun, OpenedSources.One one) throws InterruptedException {
    try {
      return one.type().verdict(dryRun.attempt(one.source()));
    } catch (IOException e) {
      return new Verdict("failed: " + e.getMessage(), false);
    }
  }
}
