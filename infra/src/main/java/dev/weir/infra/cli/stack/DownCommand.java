package dev.weir.infra.cli.stack;

import dev.weir.infra.cli.shared.SettingsOption;
import dev.weir.infra.local.folder.DataFolder;
import dev.weir.infra.local.folder.FolderLock;
import dev.weir.infra.local.stack.RunningStack;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Stops a running stack, from whichever terminal it was started. */
@Command(
    name = "down",
    mixinStandardHelpOptions = true,
    description = "Stops the running stack. Its data stays, and the next up continues with it.",
    footer = {"", "Example:", "  ./weir down"})
@SuppressWarnings("NullAway.Init")
public final class DownCommand implements Callable<Integer> {
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  @Spec private CommandSpec spec;
  @Mixin private SettingsOption settings;

  @Override
  public Integer call() throws IOException, InterruptedException {
    DataFolder folder = settings.folder();
    if (!FolderLock.isHeld(folder)) {
      say("Nothing runs on " + folder.root());
      return 0;
    }
    long pid = RunningStack.read(folder).orElseThrow().pid();
    Optional<ProcessHandle> supervisor = ProcessHandle.of(pid);
    if (supervisor.isEmpty()) {
      throw new IOException("Expected the supervisor to be process " + pid + ", but there is none");
    }
    say("Ending the stack on " + folder.root() + " (pid " + pid + ")");
    supervisor.get().destroy();
    if (!hasEnded(supervisor.get())) {
      say(
          "It did not end within "
              + PATIENCE.toSeconds()
              + " s and is killed; its parts end with it");
      supervisor.get().destroyForcibly();
      return hasEnded(supervisor.get()) ? 0 : 1;
    }
    return 0;
  }

  private static boolean hasEnded(ProcessHandle process) throws InterruptedException {
    try {
      process.onExit().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  private void say(String line) {
    spec.commandLine().getErr().println(line);
    spec.commandLine().getErr().flush();
  }
}
