package dev.weir.infra.local.process;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * How to run one part as a child process. Starting nothing itself; {@link Child} does.
 *
 * @param name the part's name, such as {@code kafka}
 * @param address where it listens, such as {@code 127.0.0.1:29092}, or empty when it listens
 *     nowhere
 * @param command the argument list; never carries a secret, since everybody on the machine may read
 *     it
 * @param environment what is added to this process' environment
 * @param directory the working directory
 * @param log the file that its standard output and error are appended to
 * @param ready checks whether it answers
 * @param patience how long it may take until it answers
 */
public record Program(
    String name,
    String address,
    List<String> command,
    Map<String, String> environment,
    Path directory,
    Path log,
    ReadyCheck ready,
    Duration patience) {
  public Program {
    if (command.isEmpty()) {
      throw new IllegalArgumentException("Expected a command for " + name + ", got: nothing");
    }
    command = List.copyOf(command);
    environment = Map.copyOf(environment);
  }

  /** The environment may hold secrets and is left out. */
  @Override
  public String toString() {
    return "Program[" + name + " at " + address + ": " + String.join(" ", command) + "]";
  }
}
