package dev.weir.pollers.cli;

import dev.weir.ingest.program.RunForever;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Polls for ever. */
@Command(
    name = "run",
    description =
        "Polls the networks of the settings until it is told to end, and publishes what people post.",
    mixinStandardHelpOptions = true,
    footerHeading = "%nExamples:%n",
    footer = {"  poll run", "  poll run --settings town.yaml --status-file /tmp/pollers.json"})
final class RunCommand implements Callable<Integer> {
  @Mixin private final RunForever command = new RunForever();

  @Override
  public Integer call() throws Exception {
    return command.run(new Pollers(System::getenv));
  }
}
