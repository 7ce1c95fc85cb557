package dev.weir.schemas.status;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/**
 * A program's status as a JSON file, which others read while it runs. A reader never sees half of
 * one.
 */
public final class StatusFile {

  private StatusFile() {}

  /** Replaces the file; its folder is created where it is missing. */
  public static void write(Path file, ProgramStatus status) throws IOException {
    Path absolute = file.toAbsolutePath();
    Path folder = absolute.getParent();
    if (folder == null) {
      throw new IllegalArgumentException("Expected a file, got: " + file);
    }
    Files.createDirectories(folder);
    Path temporary = Files.createTempFile(folder, absolute.getFileName() + ".", ".tmp");
    try {
      Json.MAPPER.writeValue(temporary.toFile(), status);
      Files.move(
          temporary, absolute, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  /**
   * Reads the file; empty where there is none.
   *
   * @throws IOException if it cannot be read, or is not a status
   */
  public static Optional<ProgramStatus> read(Path file) throws IOException {
    try {
      return Optional.of(Json.MAPPER.readValue(Files.readAllBytes(file), ProgramStatus.class));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }
}
