package dev.weir.simulator.cli;

import dev.weir.simulator.corpus.Corpus;
import dev.weir.simulator.fault.FaultSettings;
import dev.weir.simulator.server.SimulatorSources;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Prints the settings by which Weir reads from the simulator. */
@Command(
    name = "settings",
    mixinStandardHelpOptions = true,
    description = "Prints the sections of weir.yaml that make the simulator a source.",
    footerHeading = "%nExample:%n",
    footer = "  simulator settings --port 28100 > weir.yaml")
final class SettingsCommand implements Callable<Integer> {
  @Option(
      names = "--port",
      defaultValue = "28100",
      description = "The simulator's port (default: ${DEFAULT-VALUE}).")
  private int port;

  @Option(
      names = "--every",
      defaultValue = "1s",
      description = "How often timelines are polled (default: ${DEFAULT-VALUE}).")
  private String every = "1s";

  @Option(
      names = "--faults",
      defaultValue = "none",
      paramLabel = "LIST",
      description =
          "The simulator's faults: some need sources of their own, or the token "
              + SimulatorSources.TOKEN
              + " in "
              + SimulatorSources.TOKEN_ENV
              + " (default: ${DEFAULT-VALUE}).")
  private String faults = "none";

  @Option(
      names = "--corpus",
      paramLabel = "DIR",
      description = "Also the recordings of this folder.")
  private @Nullable Path corpus;

  @Override
  public Integer call() throws IOException {
    Optional<Corpus> recordings =
        corpus == null ? Optional.empty() : Optional.of(Corpus.open(corpus));
    System.out.print(SimulatorSources.yaml(port, every, FaultSettings.parse(faults), recordings));
    return 0;
  }
}
