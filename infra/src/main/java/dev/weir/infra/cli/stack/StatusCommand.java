package dev.weir.infra.cli.stack;

import dev.weir.infra.cli.shared.SettingsOption;
import dev.weir.schemas.status.Json;
import dev.weir.schemas.status.ProgramStatus;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Shows the state of the stack, its sources and its queries. */
@Command(
    name = "status",
    mixinStandardHelpOptions = true,
    description =
        "Shows the state of the stack, its sources and its queries. Exits with 1 when it does not run, or not all of it.",
    footer = {"", "Examples:", "  ./weir status", "  ./weir status --json"})
@SuppressWarnings("NullAway.Init")
public final class StatusCommand implements Callable<Integer> {
  private static final long MEGABYTE = 1 << 20;

  @Spec private CommandSpec spec;
  @Mixin private SettingsOption settings;

  @Option(names = "--json", description = "One JSON object.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    StackReport report = StackReport.read(settings.folder()).orElseThrow();
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(Json.line(report.json()));
    } else {
      print(report, out);
    }
    out.flush();
    boolean good = report.running() && report.parts().stream().allMatch(Rendering::isReady);
    return good ? 0 : 1;
  }

  private static void print(StackReport report, PrintWriter out) {
    out.println(
        report.running()
            ? "Weir runs on %s (pid %d, %d MB in all)"
                .formatted(report.folder(), report.pid(), report.residentBytes() / MEGABYTE)
            : "Weir does not run on " + report.folder() + "; this is how it was left:");
    Rendering.parts(report.parts()).forEach(out::println);
    if (!report.running()) {
      return;
    }
    Instant now = Instant.now();
    for (ProgramStatus program : report.programs().values()) {
      out.println();
      ProgramTable.lines(program, now).forEach(out::println);
    }
  }
}
