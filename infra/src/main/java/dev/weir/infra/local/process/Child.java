package dev.weir.infra.local.process;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * A running {@link Program}. Its standard input is a pipe that only this process holds; closing it
 * asks the child to end.
 *
 * <p>Safe for use by several threads.
 */
public final class Child implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(100);
  private static final long LARGE_LOG_BYTES = 16L << 20;
  private static final Duration GRACE = Duration.ofSeconds(25);

  private final Program program;
  private final Process process;

  private Child(Program program, Process process) {
    this.program = program;
    this.process = process;
  }

  /** Starts the program and returns at once. */
  public static Child start(Program program) throws IOException {
    Files.createDirectories(program.log().toAbsolutePath().getParent());
    Files.createDirectories(program.directory());
    setAsideWhenLarge(program.log());
    ProcessBuilder builder =
        new ProcessBuilder(ignoringTheTerminal(program.command()))
            .directory(program.directory().toFile());
    builder.environment().putAll(program.environment());
    builder.redirectErrorStream(true);
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(program.log().toFile()));
    return new Child(program, builder.start());
  }

  private static void setAsideWhenLarge(Path log) throws IOException {
    if (Files.exists(log) && Files.size(log) > LARGE_LOG_BYTES) {
      Files.move(
          log, log.resolveSibling(log.getFileName() + ".1"), StandardCopyOption.REPLACE_EXISTING);
    }
  }

  /**
   * Ctrl-C and a closed terminal signal all processes of their group at once; the children leave it
   * to the supervisor to end them, in order. What is ignored stays ignored when a program is
   * executed, and a JVM respects that.
   */
  private static List<String> ignoringTheTerminal(List<String> command) {
    List<String> shell =
        new ArrayList<>(List.of("/bin/sh", "-c", "trap '' INT HUP; exec \"$@\"", "sh"));
    shell.addAll(command);
    return shell;
  }

  public Program program() {
    return program;
  }

  public long pid() {
    return process.pid();
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /** Completes with the exit code when the process has ended. */
  public CompletableFuture<Integer> onExit() {
    return process.onExit().thenApply(Process::exitValue);
  }

  /**
   * Waits until the program answers.
   *
   * @throws IOException when it ends first, or its patience runs out; the message holds the last
   *     lines of its log
   */
  public void awaitReady() throws IOException, InterruptedException {
    long deadline = System.nanoTime() + program.patience().toNanos();
    String reason = "no answer yet";
    while (System.nanoTime() < deadline) {
      if (!process.isAlive()) {
        throw new IOException(
            program.name()
                + " ended with exit code "
                + process.exitValue()
                + " before it answered; "
                + logTail());
      }
      try {
        if (program.ready().ready()) {
          return;
        }
      } catch (IOException e) {
        reason = String.valueOf(e.getMessage());
      }
      Thread.sleep(POLL.toMillis());
    }
    throw new IOException(
        program.name()
            + " did not answer within "
            + program.patience().toSeconds()
            + " s ("
            + reason
            + "); "
            + logTail());
  }

  /**
   * Asks the child to end by closing its standard input, and kills it when it does not within a
   * grace period.
   */
  @Override
  public void close() {
    stop(GRACE);
  }

  /** Closes the child's standard input and returns at once. */
  public void askToEnd() {
    try {
      process.getOutputStream().close();
    } catch (IOException e) {
      // The pipe is broken: the child is gone, or soon will be.
    }
  }

  /** Asks the child to end, waits for at most {@code grace}, and then kills it. */
  public void stop(Duration grace) {
    askToEnd();
    try {
      if (!process.waitFor(grace.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  /** Kills the process with SIGKILL, as a fault would, and waits until it is gone. */
  public void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  private String logTail() {
    return "its log " + program.log() + " ends with:\n" + tail(program.log());
  }

  private static String tail(Path log) {
    try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
      file.seek(Math.max(0, file.length() - 2_000));
      byte[] end = new byte[(int) (file.length() - file.getFilePointer())];
      file.readFully(end);
      return new String(end, StandardCharsets.UTF_8);
    } catch (IOException e) {
      return "(cannot be read: " + e.getMessage() + ")";
    }
  }
}
