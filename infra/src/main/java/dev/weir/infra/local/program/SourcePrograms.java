package dev.weir.infra.local.program;

import dev.weir.infra.local.process.Homes;
import dev.weir.infra.local.process.Java;
import dev.weir.schemas.settings.SettingsException;
import dev.weir.schemas.status.ProgramPlan;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The programs that run sources. Only they know what their sections of the settings mean, so they
 * are asked: {@code describe} prints their plan.
 */
public final class SourcePrograms {
  private static final long PATIENCE_SECONDS = 120;
  private static final int HEAP_MEGABYTES = 128;
  private static final int ASKED_WRONGLY = 2;

  private static final List<Module> ALL =
      List.of(
          new Module("scrapers", "scrapers", "dev.weir.scrapers.cli.ScrapeCommand"),
          new Module("pollers", "api-pollers", "dev.weir.pollers.cli.PollCommand"));

  private SourcePrograms() {}

  /**
   * A program that runs sources.
   *
   * @param name as a part of the stack, and as the program calls itself
   * @param folder the folder of its Maven module
   */
  public record Module(String name, String folder, String mainClass) {
    /** The command line that runs one of its commands. */
    public List<String> command(Homes homes, int heapMegabytes, String... arguments) {
      return Java.command(
          Java.small(heapMegabytes), homes.moduleClassPath(folder), mainClass, arguments);
    }
  }

  public static List<Module> all() {
    return ALL;
  }

  /**
   * What each program would fetch.
   *
   * @param settings the user's settings file
   * @throws SettingsException where a program cannot do what the settings ask for
   * @throws IOException where a program cannot be asked
   */
  public static List<ProgramPlan> describe(Homes homes, Path settings)
      throws IOException, InterruptedException {
    List<List<String>> commands = new ArrayList<>();
    for (Module module : ALL) {
      commands.add(
          module.command(
              homes,
              HEAP_MEGABYTES,
              "describe",
              "--json",
              "--settings",
              settings.toAbsolutePath().toString()));
    }
    return ask(commands);
  }

  /** Runs commands beside each other, each of which prints its plan. */
  static List<ProgramPlan> ask(List<List<String>> commands)
      throws IOException, InterruptedException {
    List<Answer> answers = new ArrayList<>();
    try {
      for (List<String> command : commands) {
        answers.add(Answer.of(command));
      }
      List<ProgramPlan> plans = new ArrayList<>();
      for (Answer answer : answers) {
        plans.add(answer.plan());
      }
      return plans;
    } finally {
      answers.forEach(answer -> answer.process().destroy());
    }
  }

  private record Answer(Process process, Path out, Path err) {
    static Answer of(List<String> command) throws IOException {
      Path out = Files.createTempFile("weir-plan-", ".json");
      Path err = Files.createTempFile("weir-plan-", ".err");
      Process process =
          new ProcessBuilder(command)
              .redirectOutput(out.toFile())
              .redirectError(err.toFile())
              .start();
      return new Answer(process, out, err);
    }

    ProgramPlan plan() throws IOException, InterruptedException {
      try {
        process.getOutputStream().close();
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
          throw new IOException(
              "Expected a plan within %d s from: %s"
                  .formatted(PATIENCE_SECONDS, process.info().commandLine().orElse("a program")));
        }
        return result(process.exitValue(), text(out), text(err).strip());
      } finally {
        Files.deleteIfExists(out);
        Files.deleteIfExists(err);
      }
    }

    private static ProgramPlan result(int exit, String out, String err) throws IOException {
      if (exit == ASKED_WRONGLY) {
        throw new SettingsException(err);
      }
      if (exit != 0) {
        throw new IOException("A program of sources could not describe its plan: " + err);
      }
      try {
        return ProgramPlan.parse(out);
      } catch (IllegalArgumentException e) {
        throw new IOException(e.getMessage(), e);
      }
    }

    private static String text(Path file) throws IOException {
      return Files.readString(file, StandardCharsets.UTF_8);
    }
  }
}
