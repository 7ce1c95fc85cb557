package dev.weir.infra.local.folder;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Keeps a second supervisor off a data folder. The operating system releases it when its owner
 * ends, however it ends.
 */
public final class FolderLock implements AutoCloseable {
  /**
   * Of this process. A folder in it must not be probed: on POSIX, closing any channel of the lock's
   * file releases the lock.
   */
  private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

  private final Path file;
  private final FileChannel channel;

  private FolderLock(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /** Takes the lock; empty when another process (or this one) holds it. */
  public static Optional<FolderLock> acquire(DataFolder folder) throws IOException {
    Path file = folder.lock();
    if (!HELD.add(file)) {
      return Optional.empty();
    }
    Optional<FolderLock> lock = Optional.empty();
    try {
      lock = open(file);
      return lock;
    } finally {
      if (lock.isEmpty()) {
        HELD.remove(file);
      }
    }
  }

  private static Optional<FolderLock> open(Path file) throws IOException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    if (channel.tryLock() == null) {
      channel.close();
      return Optional.empty();
    }
    return Optional.of(new FolderLock(file, channel));
  }

  /** Whether a supervisor runs on the folder. */
  public static boolean isHeld(DataFolder folder) throws IOException {
    if (!Files.exists(folder.lock())) {
      return false;
    }
    Optional<FolderLock> lock = acquire(folder);
    if (lock.isPresent()) {
      lock.get().close();
    }
    return lock.isEmpty();
  }

  @Override
  public void close() throws IOException {
    channel.close();
    HELD.remove(file);
  }
}
