package dev.weir.spark.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The folder of a catalogue in a SQLite file. SQLite creates the file but not its folder, and the
 * folder is missing where no embedded server keeps its data beside it.
 */
final class CatalogFolder {
  private static final String SQLITE = "jdbc:sqlite:";

  private CatalogFolder() {}

  /**
   * Creates the folder where the catalogue needs one.
   *
   * @throws UncheckedIOException if it cannot be created
   */
  static void make(String uri) {
    if (!uri.startsWith(SQLITE)) {
      return;
    }
    String path = uri.substring(SQLITE.length());
    int query = path.indexOf('?');
    Path file = Path.of(query < 0 ? path : path.substring(0, query)).toAbsolutePath();
    try {
      Files.createDirectories(file.getParent());
    } catch (IOException e) {
      throw new UncheckedIOException(
          "Expected to create the folder of the catalogue " + file + ", got: " + e, e);
    }
  }
}
