package dev.weir.infra.local.folder;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The folder of one embedded stack: {@code data} (what must not be lost), {@code checkpoints},
 * {@code logs}, and {@code run} (what describes the running stack).
 *
 * @param root its place
 */
public record DataFolder(Path root) {
  private static final String DEMO = "demo";

  public DataFolder {
    root = root.toAbsolutePath().normalize();
  }

  /**
   * The demo's folder inside this one: its sources, windows and checkpoints are of another world.
   */
  public DataFolder demo() {
    return new DataFolder(root.resolve(DEMO));
  }

  /** Where a server keeps its data. */
  public Path data(String part) {
    return root.resolve("data").resolve(part);
  }

  /** Where Spark keeps its checkpoints. */
  public Path checkpoints() {
    return root.resolve("checkpoints");
  }

  /** The log file of a part. */
  public Path log(String part) {
    return root.resolve("logs").resolve(part + ".log");
  }

  /** The status file of a program. */
  public Path status(String part) {
    return run().resolve(part + ".json");
  }

  /** The status file of the supervisor. */
  public Path state() {
    return run().resolve("state.json");
  }

  /** The settings with every address filled in, which every child reads. */
  public Path effectiveSettings() {
    return run().resolve("weir.yaml");
  }

  Path lock() {
    return run().resolve("lock");
  }

  private Path run() {
    return root.resolve("run");
  }

  /**
   * Of this folder and the demo's inside it: the one whose stack runs, else the one that was
   * started last.
   */
  public Optional<DataFolder> current() throws IOException {
    List<DataFolder> started =
        List.of(this, demo()).stream()
            .filter(
                folder -> Files.exists(folder.state()) && Files.exists(folder.effectiveSettings()))
            .toList();
    for (DataFolder folder : started) {
      if (FolderLock.isHeld(folder)) {
        return Optional.of(folder);
      }
    }
    return started.stream().max(Comparator.comparing(DataFolder::startedAt));
  }

  private FileTime startedAt() {
    try {
      return Files.getLastModifiedTime(effectiveSettings());
    } catch (IOException e) {
      return FileTime.fromMillis(0);
    }
  }
}
