package dev.weir.infra.cli.stack;

import dev.weir.infra.cli.shared.SettingsOption;
import dev.weir.infra.local.folder.DataFolder;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints the end of a part's log. */
@Command(
    name = "logs",
    mixinStandardHelpOptions = true,
    description = "Prints the end of a part's log, and follows it on demand.",
    footer = {"", "Examples:", "  ./weir logs spark", "  ./weir logs pollers -f -n 5"})
@SuppressWarnings("NullAway.Init")
public final class LogsCommand implements Callable<Integer> {
  private static final int CHUNK = 1 << 16;
  private static final long POLL_MILLIS = 300;

  @Spec private CommandSpec spec;
  @Mixin private SettingsOption settings;

  @Parameters(
      paramLabel = "PART",
      description =
          "The part: kafka, registry, s3, spark, scrapers, pollers, simulator, supervisor.")
  private String part;

  @Option(names = "-f", description = "Keeps printing new lines until Ctrl-C.")
  private boolean follow;

  @Option(
      names = "-n",
      paramLabel = "LINES",
      defaultValue = "50",
      description = "How many lines (default: ${DEFAULT-VALUE}).")
  private int lines;

  @Override
  public Integer call() throws IOException, InterruptedException {
    Path log = log(settings.folder());
    try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
      file.seek(startOfLastLines(file, lines));
      copy(file, System.out);
      while (follow && !System.out.checkError()) {
        Thread.sleep(POLL_MILLIS);
        if (file.length() < file.getFilePointer()) {
          file.seek(0);
        }
        copy(file, System.out);
      }
    }
    return 0;
  }

  private Path log(DataFolder folder) throws IOException {
    Path log = folder.log(part);
    if (part.matches("[a-z0-9-]+") && Files.exists(log)) {
      return log;
    }
    throw new ParameterException(
        spec.commandLine(), "Expected one of " + parts(log) + ", got: " + part);
  }

  private static List<String> parts(Path log) throws IOException {
    Path folder = log.toAbsolutePath().getParent();
    if (folder == null || !Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> found = Files.list(folder)) {
      return found
          .map(file -> String.valueOf(file.getFileName()).replaceFirst("\\.log$", ""))
          .sorted()
          .toList();
    }
  }

  /** Reads backwards, chunk by chunk, until enough line ends have been seen. */
  public static long startOfLastLines(RandomAccessFile file, int lines) throws IOException {
    long position = file.length();
    byte[] chunk = new byte[CHUNK];
    int seen = 0;
    while (position > 0) {
      int size = (int) Math.min(CHUNK, position);
      position -= size;
      file.seek(position);
      file.readFully(chunk, 0, size);
      for (int i = size - 1; i >= 0; i--) {
        boolean isLast = position + i == file.length() - 1;
        if (chunk[i] == '\n' && !isLast && ++seen == lines) {
          return position + i + 1;
        }
      }
    }
    return 0;
  }

  private static void copy(RandomAccessFile file, OutputStream out) throws IOException {
    byte[] chunk = new byte[CHUNK];
    for (int read = file.read(chunk); read > 0; read = file.read(chunk)) {
      out.write(chunk, 0, read);
    }
    out.flush();
  }
}
