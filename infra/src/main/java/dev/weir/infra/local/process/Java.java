package dev.weir.infra.local.process;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Puts together command lines that run a main class in a JVM of the same installation as ours. */
public final class Java {
  private Java() {}

  /** A JVM made for a quick start and a small size rather than for peak speed. */
  public static List<String> small(int heapMegabytes) {
    return List.of(
        executable(),
        "-Xmx" + heapMegabytes + "m",
        "-Xss512k",
        "-XX:+UseSerialGC",
        "-XX:TieredStopAtLevel=1",
        "-XX:+ExitOnOutOfMemoryError",
        "-Xshare:auto",
        "-Dfile.encoding=UTF-8",
        "-Duser.timezone=UTC");
  }

  public static List<String> command(
      List<String> java, String classPath, String mainClass, String... args) {
    List<String> command = new ArrayList<>(java);
    command.add("-cp");
    command.add(classPath);
    command.add(mainClass);
    command.addAll(List.of(args));
    return command;
  }

  static String executable() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }
}
