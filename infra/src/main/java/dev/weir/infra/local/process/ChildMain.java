package dev.weir.infra.local.process;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.util.Arrays;

/**
 * Runs the main class named by the first argument, and ends the process when standard input closes.
 *
 * <p>The operating system closes a pipe when the process at its other end dies, however it dies, so
 * a child that is started through this class never outlives its parent, even when that is killed
 * with SIGKILL. The end is a normal exit: shutdown hooks run for at most {@value #GRACE_MILLIS} ms,
 * then the process is halted.
 *
 * <p>Knows nothing but the JDK, since it is put on the class path of servers that are not ours.
 */
public final class ChildMain {
  static final long GRACE_MILLIS = 20_000;

  private ChildMain() {}

  public static void main(String[] args) throws Throwable {
    if (args.length == 0) {
      throw new IllegalArgumentException("Expected a main class and its arguments, got nothing");
    }
    endWithStandardInput();
    run(args[0], Arrays.copyOfRange(args, 1, args.length));
  }

  /** Starts the daemon thread that ends this process when its standard input closes. */
  public static void endWithStandardInput() {
    daemon("end-with-parent", () -> awaitEnd(System.in));
  }

  public static void run(String mainClass, String[] args) throws Throwable {
    try {
      Class.forName(mainClass).getMethod("main", String[].class).invoke(null, (Object) args);
    } catch (InvocationTargetException e) {
      throw e.getCause() == null ? e : e.getCause();
    }
  }

  private static void awaitEnd(InputStream in) {
    byte[] buffer = new byte[256];
    try {
      while (in.read(buffer) >= 0) {
        // What the parent writes means nothing; only the end of the stream does.
      }
    } catch (IOException e) {
      // A broken pipe is an end, too.
    }
    daemon("halt-after-grace", ChildMain::haltAfterGrace);
    System.exit(0);
  }

  private static void haltAfterGrace() {
    try {
      Thread.sleep(GRACE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    Runtime.getRuntime().halt(1);
  }

  private static void daemon(String name, Runnable work) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    thread.start();
  }
}
