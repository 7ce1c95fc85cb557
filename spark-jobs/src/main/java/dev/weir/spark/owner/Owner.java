package dev.weir.spark.owner;

import java.io.IOException;
import java.io.Serializable;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A process that runs a query, as it names itself to the broker.
 *
 * @param query its name
 * @param host the host's name
 * @param pid of the process
 * @param pidSpace inside which pids are unique: each boot of a machine and each container has its
 *     own; 0 if unknown
 * @param started when the process was started, in milliseconds since 1970
 * @param nonce tells two starts of a query in one process apart
 */
public record Owner(String query, String host, long pid, long pidSpace, long started, String nonce)
    implements Serializable {

  private static final String PREFIX = "weir";

  /** This process, once more. */
  public static Owner here(String query) {
    ProcessHandle process = ProcessHandle.current();
    return new Owner(
        query,
        hostName(),
        process.pid(),
        currentPidSpace(),
        startOf(process),
        Long.toHexString(ThreadLocalRandom.current().nextLong()));
  }

  /** Its name in one word, which {@link #parse} reads. */
  public String text() {
    return String.join(
        "/",
        PREFIX,
        query,
        host,
        Long.toString(pid),
        Long.toString(pidSpace),
        Long.toString(started),
        nonce);
  }

  /** The owner of that name; empty if it is none. */
  public static Optional<Owner> parse(String text) {
    List<String> parts = List.of(text.split("/", -1));
    if (parts.size() != 7 || !parts.get(0).equals(PREFIX)) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new Owner(
              parts.get(1),
              parts.get(2),
              Long.parseLong(parts.get(3)),
              Long.parseLong(parts.get(4)),
              Long.parseLong(parts.get(5)),
              parts.get(6)));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  /**
   * Whether it is certain that the process has ended: it ran on this host, and no process has its
   * pid and start. A process that is stopped is not dead.
   */
  public boolean isDead() {
    boolean wasHere = host.equals(hostName()) && pidSpace == currentPidSpace() && pidSpace != 0;
    return wasHere
        && ProcessHandle.of(pid)
            .filter(process -> process.isAlive() && startOf(process) == started)
            .isEmpty();
  }

  @Override
  public String toString() {
    return "process %d on host %s, started %s".formatted(pid, host, Instant.ofEpochMilli(started));
  }

  private static long startOf(ProcessHandle process) {
    return process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
  }

  private static String hostName() {
    try {
      return InetAddress.getLocalHost().getHostName().replace('/', '_');
    } catch (UnknownHostException e) {
      return "unknown";
    }
  }

  private static long currentPidSpace() {
    try {
      // On Linux a link to "pid:[4026531836]", which is the same on every machine: the id of the
      // boot tells machines of one name apart.
      String link = Files.readSymbolicLink(Path.of("/proc/self/ns/pid")).toString();
      String boot = Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip();
      return Long.parseLong(link.replaceAll("\\D", ""))
          ^ UUID.fromString(boot).getMostSignificantBits();
    } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
      return 0;
    }
  }
}
