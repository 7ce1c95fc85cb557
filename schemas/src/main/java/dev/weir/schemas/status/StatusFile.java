package dev.weir.schemas.status;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
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

  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .addModule(new JavaTimeModule())
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .build();

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
      MAPPER.writeValue(temporary.toFile(), status);
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
      return Optional.of(MAPPER.readValue(Files.readAllBytes(file), ProgramStatus.class));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }
}
