package dev.weir.trial.latency;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * How busy a machine has been since it was started, on Linux.
 *
 * @param busyTicks of all cores: not idle and not waiting for a disk
 * @param allTicks of all cores
 */
record Machine(long busyTicks, long allTicks) {
  private static final Path FILE = Path.of("/proc/stat");

  /** The machine now; zeros where the system does not tell. */
  static Machine now() throws IOException {
    return Files.isReadable(FILE) ? parse(Files.readAllLines(FILE).get(0)) : new Machine(0, 0);
  }

  /** Reads the line {@code cpu user nice system idle iowait irq softirq steal …}. */
  static Machine parse(String line) {
    long[] ticks =
        Arrays.stream(line.strip().split("\\s+"))
            .skip(1)
            .limit(8)
            .mapToLong(Long::parseLong)
            .toArray();
    long all = Arrays.stream(ticks).sum();
    return new Machine(all - ticks[3] - ticks[4], all);
  }

  /** Cores that were busy on average since an earlier look. */
  double busyCores(Machine earlier, int cores) {
    long all = allTicks - earlier.allTicks;
    return all == 0 ? 0 : (double) (busyTicks - earlier.busyTicks) / all * cores;
  }
}
