package dev.weir.trial.cli;

import dev.weir.trial.Folders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A folder for one trial.
 *
 * @param path where it is
 * @param isKept whether it stays when it is closed; else it is removed with all that is in it
 */
record TrialFolder(Path path, boolean isKept) implements AutoCloseable {
  /**
   * A folder that is to be kept, or a temporary one.
   *
   * @param keep made where it is missing; must be empty; null for a temporary one
   */
  static TrialFolder of(@Nullable Path keep) throws IOException {
    if (keep == null) {
      return new TrialFolder(Files.createTempDirectory("weir-trial"), false);
    }
    Files.createDirectories(keep);
    try (Stream<Path> children = Files.list(keep)) {
      if (children.findAny().isPresent()) {
        throw new IllegalArgumentException("Expected an empty folder, got: " + keep);
      }
    }
    return new TrialFolder(keep.toAbsolutePath(), true);
  }

  @Override
  public void close() throws IOException {
    if (!isKept) {
      Folders.delete(path);
    }
  }
}
