package dev.weir.ingest.program;

import dev.weir.ingest.source.PollResult;
import dev.weir.ingest.source.Source;
import dev.weir.schemas.SettingsFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The command {@code check}: its options, and what it does. To be mixed in. */
public final class CheckOnce {
  @Spec(Spec.Target.MIXEE)
  @SuppressWarnings("NullAway.Init")
  private CommandSpec spec;

  @Mixin private final SettingsOption settingsOption = new SettingsOption();

  /** Made by picocli. */
  public CheckOnce() {}

  /**
   * What a source's answer means.
   *
   * @param text for a person
   * @param good whether it is what a source should answer
   */
  public record Verdict(String text, boolean good) {}

  /** Reads a source's answer. */
  @FunctionalInterface
  public interface Reader {
    Verdict read(List<PollResult> results);
  }

  /** Says what is going to be done; the last line may introduce the trial of the sources. */
  @FunctionalInterface
  public interface Plan {
    List<String> of(SettingsFile settings);
  }

  /**
   * Prints the plan and tries each source once.
   *
   * @param listen how long to listen to a stream
   * @return the exit code: 1 where a source did not answer well
   */
  public int check(SourceProgram program, Plan plan, Reader reader, Duration listen)
      throws IOException, InterruptedException {
    SettingsFile settings = settingsOption.read();
    PrintWriter out = spec.commandLine().getOut();
    boolean good = true;
    try (SourceProgram.Opened opened = program.open(settings, Notes.of(spec))) {
      List<String> lines = plan.of(settings);
      lines.forEach(out::println);
      String indent = lines.isEmpty() ? "" : "  ";
      DryRun trial = new DryRun(InstantSource.system(), listen);
      for (Source source : opened.tried()) {
        Verdict verdict = attempt(trial, source, reader);
        out.println(indent + source.id() + ": " + verdict.text());
        out.flush();
        good &= verdict.good();
      }
    }
    return good ? 0 : 1;
  }

  private static Verdict attempt(DryRun trial, Source source, Reader reader)
      throws InterruptedException {
    try {
      return reader.read(trial.attempt(source));
    } catch (IOException e) {
      return new Verdict("failed: " + e.getMessage(), false);
    }
  }
}
