package dev.weir.infra.local.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Asks the operating system (Linux) how much memory processes hold. */
public final class Memory {
  private Memory() {}

  /** Resident bytes of a process; 0 when it is gone, or this system does not tell. */
  public static long resident(long pid) {
    Path file = Path.of("/proc", Long.toString(pid), "status");
    try {
      return Files.readAllLines(file).stream()
          .filter(line -> line.startsWith("VmRSS:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024)
          .findFirst()
          .orElse(0);
    } catch (IOException e) {
      return 0;
    }
  }
}
