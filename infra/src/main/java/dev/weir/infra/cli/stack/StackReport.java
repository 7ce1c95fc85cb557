package dev.weir.infra.cli.stack;

import dev.weir.infra.local.folder.DataFolder;
import dev.weir.infra.local.folder.FolderLock;
import dev.weir.infra.local.process.Memory;
import dev.weir.infra.local.stack.RunningStack;
import dev.weir.schemas.status.ProgramStatus;
import dev.weir.schemas.status.StatusFile;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The state of a stack, as its data folder shows it.
 *
 * @param running whether its supervisor runs
 * @param folder the data folder
 * @param pid the supervisor's process
 * @param residentBytes memory of all its processes
 * @param parts its parts
 * @param programs the status of its programs (sources, queries), by the part's name
 */
record StackReport(
    boolean running,
    String folder,
    long pid,
    long residentBytes,
    List<ProgramStatus.Part> parts,
    Map<String, ProgramStatus> programs) {
  private static final List<String> PROGRAMS = List.of("scrapers", "pollers", "spark", "simulator");

  /** Reads it; empty when no stack was ever started there. */
  static Optional<StackReport> read(DataFolder folder) throws IOException {
    Optional<ProgramStatus> state = RunningStack.read(folder);
    if (state.isEmpty()) {
      return Optional.empty();
    }
    boolean running = FolderLock.isHeld(folder);
    List<ProgramStatus.Part> parts = state.get().parts();
    long memory = running ? memory(state.get()) : 0;
    return Optional.of(
        new StackReport(
            running, folder.root().toString(), state.get().pid(), memory, parts, programs(folder)));
  }

  private static long memory(ProgramStatus state) {
    long own = Memory.resident(state.pid());
    return own
        + state.parts().stream()
            .map(part -> part.facts().getOrDefault("pid", 0))
            .mapToLong(pid -> ((Number) pid).longValue())
            .filter(pid -> pid > 0)
            .map(Memory::resident)
            .sum();
  }

  private static Map<String, ProgramStatus> programs(DataFolder folder) throws IOException {
    Map<String, ProgramStatus> programs = new TreeMap<>();
    for (String name : PROGRAMS) {
      StatusFile.read(folder.status(name)).ifPresent(status -> programs.put(name, status));
    }
    return programs;
  }

  /** The report as what becomes JSON. */
  Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("running", running);
    json.put("folder", folder);
    json.put("pid", pid);
    json.put("resident_bytes", residentBytes);
    json.put("parts", parts);
    json.put("programs", programs);
    return json;
  }
}
