package dev.weir.pollers.cli;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** What a person should know before polling starts. */
final class Started {
  private Started() {}

  /** Names the sources that were left out; that none is left is an error of whoever asked. */
  static void tell(ConfiguredSources configured, CommandSpec spec) {
    configured
        .leftOut()
        .forEach(reason -> spec.commandLine().getErr().println("Left out " + reason));
    if (configured.sources().isEmpty()) {
      throw new ParameterException(
          spec.commandLine(),
          "Expected a source in mastodon, jetstream or x of the settings, got none that can be polled");
    }
  }
}
