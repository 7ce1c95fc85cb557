package dev.weir.infra.local.stack;

import dev.weir.infra.local.folder.DataFolder;
import dev.weir.infra.local.folder.EffectiveSettings;
import dev.weir.infra.local.folder.FolderLock;
import dev.weir.infra.local.process.FreePorts;
import dev.weir.infra.local.process.Homes;
import dev.weir.schemas.status.ProgramStatus;
import dev.weir.schemas.status.StatusFile;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A stack that runs in this process: holds its folder's lock, and writes its state to the folder,
 * where {@code status} and {@code down} find it.
 */
public final class RunningStack implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RunningStack.class);

  private final DataFolder folder;
  private final FolderLock lock;
  private final Supervisor supervisor;
  private final Consumer<PartStatus> observer;
  private final Clock clock;

  private RunningStack(
      DataFolder folder,
      FolderLock lock,
      List<StackUnit> units,
      Clock clock,
      Consumer<PartStatus> observer) {
    this.folder = folder;
    this.lock = lock;
    this.clock = clock;
    this.observer = observer;
    this.supervisor = new Supervisor(units, clock, this::changed);
  }

  /**
   * Checks that the folder and the ports are free, writes the effective settings, and starts
   * everything; returns at once.
   *
   * @param observer called at each change of a part, by several threads
   * @throws IOException when the folder or a port is in use: the message says which, and what to do
   */
  public static RunningStack start(
      DataFolder folder,
      EffectiveSettings settings,
      StackChoice choice,
      Clock clock,
      Consumer<PartStatus> observer)
      throws IOException {
    FolderLock lock =
        FolderLock.acquire(folder)
            .orElseThrow(
                () ->
                    new IOException(
                        "Weir runs on %s already; ./weir status shows it, ./weir down ends it"
                            .formatted(folder.root())));
    try {
      requireFree(StackPlan.ports(settings, choice));
      Files.writeString(folder.effectiveSettings(), settings.file().yaml());
      List<StackUnit> units = StackPlan.of(Homes.find(), folder, settings, choice);
      RunningStack stack = new RunningStack(folder, lock, units, clock, observer);
      stack.write();
      stack.supervisor.start();
      return stack;
    } catch (IOException | RuntimeException e) {
      lock.close();
      throw e;
    }
  }

  private static void requireFree(Map<String, Integer> ports) throws IOException {
    for (var port : ports.entrySet()) {
      if (!FreePorts.isFree(port.getValue())) {
        throw new IOException(
            "Port %d (%s) is in use by another program. End that, or move all of Weir's ports: --port-offset 100"
                .formatted(port.getValue(), port.getKey()));
      }
    }
  }

  public Supervisor supervisor() {
    return supervisor;
  }

  public DataFolder folder() {
    return folder;
  }

  private void changed(PartStatus part) {
    write();
    observer.accept(part);
  }

  private synchronized void write() {
    try {
      StatusFile.write(folder.state(), status(supervisor.parts(), clock));
    } catch (IOException e) {
      LOG.atWarn()
          .addKeyValue("file", folder.state())
          .setCause(e)
          .log("The state cannot be written");
    }
  }

  private static ProgramStatus status(List<PartStatus> parts, Clock clock) {
    return new ProgramStatus(
        "weir",
        ProcessHandle.current().pid(),
        clock.instant(),
        parts.stream().map(RunningStack::part).toList());
  }

  private static ProgramStatus.Part part(PartStatus part) {
    Map<String, Object> facts =
        Map.of(
            "address", part.address(),
            "log", part.log(),
            "pid", part.pid().orElse(0L),
            "restarts", part.restarts());
    String state = part.state().name().toLowerCase(Locale.ROOT).replace('_', '-');
    return new ProgramStatus.Part(part.name(), state, part.detail(), part.since(), facts);
  }

  /** What the folder says of the stack that runs or ran on it. */
  public static Optional<ProgramStatus> read(DataFolder folder) throws IOException {
    return StatusFile.read(folder.state());
  }

  /** Ends all parts, the servers last, and frees the folder. */
  @Override
  public void close() throws IOException {
    supervisor.close();
    write();
    lock.close();
  }
}
