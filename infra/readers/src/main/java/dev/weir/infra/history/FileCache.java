package dev.weir.infra.history;

import dev.weir.infra.s3.ObjectLocation;
import dev.weir.infra.s3.ObjectStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/**
 * Copies of the table's files on the local disk, bounded in bytes and in age. Iceberg never writes
 * a file twice under one name, so a copy of the right length is the file: no request is needed for
 * it. A copy that was not used for a day is removed, so that what was erased from the history is
 * gone from here, too.
 *
 * <p>Safe for several threads and several processes on one folder.
 */
public final class FileCache {

  private static final Duration MAX_IDLE = Duration.ofDays(1);
  private static final Duration IN_USE = Duration.ofMinutes(10);

  private final Path folder;
  private final ObjectStore store;
  private final long maxBytes;
  private final Clock clock;

  /**
   * A cache in this folder, which is created where it is missing.
   *
   * @param maxBytes how much it may hold when {@link #trim} is called
   */
  public FileCache(Path folder, ObjectStore store, long maxBytes, Clock clock) throws IOException {
    this.folder = Files.createDirectories(folder);
    this.store = store;
    this.maxBytes = maxBytes;
    this.clock = clock;
  }

  /**
   * The local copy, fetched where there is none.
   *
   * @param bytes the object's length as the table's metadata have it
   * @throws IOException where it cannot be fetched, or has another length
   */
  public Path fetch(ObjectLocation location, long bytes) throws IOException {
    Path file = folder.resolve(name(location));
    if (!isCopy(file, bytes)) {
      Path part = Files.createTempFile(folder, "fetch-", ".part");
      try {
        store.download(location, part);
        if (Files.size(part) != bytes) {
          throw new IOException(
              "Expected %d bytes of %s, got: %d".formatted(bytes, location, Files.size(part)));
        }
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      } finally {
        Files.deleteIfExists(part);
      }
    }
    Files.setLastModifiedTime(file, FileTime.from(clock.instant()));
    return file;
  }

  private static boolean isCopy(Path file, long bytes) throws IOException {
    try {
      return Files.size(file) == bytes;
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  /**
   * Removes what has been idle for a day, and then the longest idle ones until the bound is kept.
   */
  public void trim() throws IOException {
    Instant now = clock.instant();
    List<Entry> entries = entries();
    entries.sort(Comparator.comparing(Entry::used));
    long total = entries.stream().mapToLong(Entry::bytes).sum();
    for (Entry entry : entries) {
      Duration idle = Duration.between(entry.used, now);
      boolean tooMuch = total > maxBytes && idle.compareTo(IN_USE) > 0;
      if (tooMuch || idle.compareTo(MAX_IDLE) > 0) {
        Files.deleteIfExists(entry.file);
        total -= entry.bytes;
      }
    }
  }

  private record Entry(Path file, long bytes, Instant used) {}

  private List<Entry> entries() throws IOException {
    List<Entry> entries = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        try {
          if (Files.isRegularFile(file)) {
            entries.add(
                new Entry(file, Files.size(file), Files.getLastModifiedTime(file).toInstant()));
          }
        } catch (NoSuchFileException e) {
          // Another process removed it meanwhile.
        }
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    return entries;
  }

  private static String name(ObjectLocation location) {
    String path = location.toString();
    String suffix = path.substring(Math.max(path.lastIndexOf('.'), path.lastIndexOf('/') + 1));
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(path.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash, 0, 16)
          + (suffix.matches("\\.[a-z0-9]{1,8}") ? suffix : "");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
