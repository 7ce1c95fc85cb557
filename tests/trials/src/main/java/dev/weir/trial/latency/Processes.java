package dev.weir.trial.latency;

import dev.weir.infra.local.process.Memory;
import dev.weir.schemas.status.ProgramStatus;
import dev.weir.trial.SmallWorld;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What the processes of a world use, from one call of {@link #sample} to the last. CPU time is that
 * of a process and its descendants; memory is what is resident of the process alone, since one that
 * it has just forked shows all of its parent's as its own. Not thread-safe.
 */
final class Processes {
  /** Name of the supervisor's line. */
  static final String SUPERVISOR = "supervisor";

  /** Name of the line of this process. */
  static final String SIMULATOR = "simulator and trial";

  private final SmallWorld world;
  private final Map<String, Track> tracks = new LinkedHashMap<>();

  /** What one of them used. */
  record Usage(String name, Duration cpu, List<Long> residentBytes) {}

  private static final class Track {
    private final List<Long> resident = new ArrayList<>();
    private long pid;
    private Duration first = Duration.ZERO;
    private Duration last = Duration.ZERO;
  }

  Processes(SmallWorld world) {
    this.world = world;
  }

  /**
   * Looks at all of them.
   *
   * @throws IOException where one was started again since the first look, whose CPU time is lost
   */
  void sample() throws IOException {
    look(SIMULATOR, List.of(ProcessHandle.current()));
    look(SUPERVISOR, List.of(world.supervisor()));
    for (ProgramStatus.Part part : world.parts()) {
      long pid = ((Number) part.facts().getOrDefault("pid", 0)).longValue();
      ProcessHandle root = pid == 0 ? null : ProcessHandle.of(pid).orElse(null);
      if (root != null) {
        look(part.name(), Stream.concat(Stream.of(root), root.descendants()).toList());
      }
    }
  }

  private void look(String name, List<ProcessHandle> processes) throws IOException {
    Duration cpu =
        processes.stream()
            .map(process -> process.info().totalCpuDuration().orElse(Duration.ZERO))
            .reduce(Duration.ZERO, Duration::plus);
    long pid = processes.get(0).pid();
    Track track = tracks.get(name);
    if (track == null) {
      track = new Track();
      track.pid = pid;
      track.first = cpu;
      tracks.put(name, track);
    } else if (track.pid != pid) {
      throw new IOException("Expected " + name + " to run on while it is measured, got a restart");
    }
    track.last = cpu;
    track.resident.add(Memory.resident(pid));
  }

  List<Usage> usages() {
    return tracks.entrySet().stream()
        .map(
            entry ->
                new Usage(
                    entry.getKey(),
                    entry.getValue().last.minus(entry.getValue().first),
                    List.copyOf(entry.getValue().resident)))
        .toList();
  }
}
