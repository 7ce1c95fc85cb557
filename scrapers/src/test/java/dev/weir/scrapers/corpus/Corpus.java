package dev.weir.scrapers.corpus;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Assumptions;

/** Where the recorded data lies: WEIR_CORPUS, or else beside the checkout. */
final class Corpus {
  private Corpus() {}

  static Path folder(String name) {
    String set = System.getenv("WEIR_CORPUS");
    Path root =
        set != null
            ? Path.of(set)
            : Path.of(System.getProperty("weir.root", "."), "..", "shared", "data");
    Path folder = root.resolve(name).normalize();
    Assumptions.assumeTrue(
        Files.isDirectory(folder), () -> "The corpus was not found: " + folder.toAbsolutePath());
    return folder;
  }

  static List<Path> children(Path folder) {
    try (Stream<Path> found = Files.list(folder)) {
      return found.sorted().toList();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  static List<Path> files(Path folder) {
    try (Stream<Path> found = Files.walk(folder)) {
      return found.filter(Files::isRegularFile).sorted().toList();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  static byte[] gunzip(Path file) throws IOException {
    try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
      return in.readAllBytes();
    }
  }
}
