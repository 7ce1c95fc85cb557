package dev.weir.infra.cli.stack;

import dev.weir.infra.local.folder.DataFolder;
import dev.weir.infra.local.folder.FolderLock;
import dev.weir.infra.local.stack.RunningStack;
import dev.weir.schemas.status.ProgramStatus;
import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Starts {@code up} once more as a process that outlives this one, and watches it until everything
 * runs.
 */
final class Detached {
  /** A process in the background shows no view. */
  static final String NO_VIEW = "--no-view";

  private static final Duration STEP = Duration.ofMillis(250);
  private static final int TAIL = 15;

  private final Class<?> main;
  private final DataFolder folder;
  private final UpOutput output;
  private final Clock clock;

  Detached(Class<?> main, DataFolder folder, UpOutput output, Clock clock) {
    this.main = main;
    this.folder = folder;
    this.output = output;
    this.clock = clock;
  }

  /**
   * Returns when everything runs.
   *
   * @param arguments those of this command
   * @return 0, or 1 when the other process ended
   */
  int start(List<String> arguments) throws IOException, InterruptedException {
    if (FolderLock.isHeld(folder)) {
      throw new IOException(
          "Weir runs on %s already; ./weir status shows it, ./weir down ends it"
              .formatted(folder.root()));
    }
    Instant started = clock.instant();
    Path log = folder.log("supervisor");
    Files.createDirectories(log.toAbsolutePath().getParent());
    long logStart = Files.exists(log) ? Files.size(log) : 0;
    Process process =
        new ProcessBuilder(command(arguments))
            .redirectInput(new File("/dev/null"))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start();
    while (process.isAlive()) {
      Optional<ProgramStatus> state =
          RunningStack.read(folder).filter(found -> found.pid() == process.pid());
      if (state.isPresent()) {
        output.starting(state.get().parts());
        if (Rendering.awaited(state.get().parts()).isEmpty()) {
          output.ready(state.get().parts(), Duration.between(started, clock.instant()));
          output.say("Weir runs in the background: ./weir status shows it, ./weir down stops it");
          return 0;
        }
      }
      Thread.sleep(STEP.toMillis());
    }
    output.say("Weir stopped; the last lines of " + log + ":\n" + tail(log, logStart));
    return 1;
  }

  /** The same JVM with the same options; it ignores the terminal's signals. */
  private List<String> command(List<String> arguments) {
    List<String> command =
        new ArrayList<>(List.of("/bin/sh", "-c", "trap '' HUP INT; exec \"$@\"", "sh"));
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(option -> !option.startsWith("-D" + UpCommand.TERMINAL))
        .forEach(command::add);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    arguments.stream().filter(argument -> !argument.equals("--detach")).forEach(command::add);
    command.add(NO_VIEW);
    return command;
  }

  private static String tail(Path log, long from) throws IOException {
    byte[] all = Files.readAllBytes(log);
    String added =
        new String(
            all, (int) from, all.length - (int) from, java.nio.charset.StandardCharsets.UTF_8);
    List<String> lines = added.lines().toList();
    return String.join("\n", lines.subList(Math.max(0, lines.size() - TAIL), lines.size()));
  }
}
