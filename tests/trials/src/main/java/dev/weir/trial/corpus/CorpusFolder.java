package dev.weir.trial.corpus;

import java.nio.file.Path;

/** Where the recordings lie: {@code WEIR_CORPUS}, or else beside the checkout. */
public final class CorpusFolder {
  private CorpusFolder() {}

  /** The folder, whether it is there or not. */
  public static Path find() {
    String set = System.getenv("WEIR_CORPUS");
    Path folder =
        set == null
            ? Path.of(System.getProperty("weir.root", "."), "..", "shared", "data")
            : Path.of(set);
    return folder.toAbsolutePath().normalize();
  }
}
