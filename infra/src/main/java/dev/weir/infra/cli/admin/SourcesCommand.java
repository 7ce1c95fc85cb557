package dev.weir.infra.cli.admin;

import dev.weir.infra.cli.shared.OutputOption;
import dev.weir.infra.cli.shared.SettingsOption;
import dev.weir.infra.local.folder.ActiveSettings;
import dev.weir.infra.output.Rows;
import dev.weir.infra.stream.CoverageBook;
import dev.weir.infra.stream.SourceCoverage;
import dev.weir.infra.stream.SourceCursors;
import dev.weir.infra.stream.TopicReader;
import dev.weir.schemas.record.CoverageInterval;
import dev.weir.schemas.record.Cursor;
import dev.weir.schemas.topic.Topics;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Lists the sources, resets one, or retires one. */
@Command(
    name = "sources",
    mixinStandardHelpOptions = true,
    description = "Lists the sources and how complete each is, resets one, or retires one.",
    footer = {
      "",
      "Examples:",
      "  ./weir sources ls",
      "  ./weir sources ls --gaps --format csv",
      "  ./weir sources forget feed/gazette",
      "  ./weir sources retire feed/gazette"
    })
@SuppressWarnings("NullAway.Init")
public final class SourcesCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    throw new ParameterException(spec.commandLine(), "Expected ls, forget or retire");
  }

  @Command(
      name = "ls",
      mixinStandardHelpOptions = true,
      description = {
        "Lists every source that has had a cursor or a coverage record.",
        "The state is that of the newest interval (complete, gap, unknown or retired), or 'forgotten' until the source polls again."
      })
  int ls(
      @Mixin SettingsOption settings,
      @Mixin OutputOption output,
      @Option(
              names = "--gaps",
              description =
                  "List the intervals that are not complete, and why; also what queries lost.")
          boolean gaps)
      throws Exception {
    ActiveSettings active = settings.active();
    CoverageBook book = new CoverageBook();
    Map<String, Cursor> cursors;
    try (TopicReader reader = TopicReader.open(active.stack(), active.environment())) {
      reader.latest(Topics.COVERAGE, CoverageInterval.class).values().forEach(book::apply);
      cursors = reader.latest(Topics.CURSORS, Cursor.class);
    }
    PrintWriter out = spec.commandLine().getOut();
    output.write(gaps ? gaps(book) : sources(book, cursors), out);
    return 0;
  }

  private static Rows sources(CoverageBook book, Map<String, Cursor> cursors) {
    Map<String, SourceCoverage> coverage =
        book.sources().stream()
            .collect(Collectors.toMap(SourceCoverage::source, Function.identity()));
    TreeSet<String> names = new TreeSet<>(coverage.keySet());
    names.addAll(cursors.keySet());
    List<List<@Nullable Object>> rows = new ArrayList<>();
    for (String name : names) {
      rows.add(row(name, coverage.get(name), cursors.get(name)));
    }
    return Rows.of(
        List.of("source", "state", "heartbeat", "complete_since", "reached", "gaps", "position"),
        rows);
  }

  private static List<@Nullable Object> row(
      String name, @Nullable SourceCoverage coverage, @Nullable Cursor cursor) {
    String state = coverage == null ? "unknown" : coverage.status();
    boolean forgotten = cursor != null && cursor.getDeleted() && !state.equals("retired");
    Instant heartbeat = coverage == null ? null : coverage.heartbeat();
    if (heartbeat == null && cursor != null) {
      heartbeat = cursor.getUpdatedAt();
    }
    return Arrays.asList(
        name,
        forgotten ? "forgotten" : state,
        text(heartbeat),
        coverage == null ? null : text(coverage.completeSince().orElse(null)),
        coverage == null ? null : text(coverage.reached()),
        coverage == null ? 0 : coverage.gaps().size(),
        cursor == null || cursor.getDeleted() ? null : cursor.getPosition());
  }

  private static @Nullable String text(@Nullable Instant time) {
    return time == null ? null : time.toString();
  }

  private static Rows gaps(CoverageBook book) {
    List<List<@Nullable Object>> rows = new ArrayList<>();
    List<SourceCoverage> all = new ArrayList<>(book.queries());
    all.addAll(book.sources());
    for (SourceCoverage source : all) {
      for (SourceCoverage.Gap gap : source.gaps()) {
        rows.add(
            Arrays.asList(
                source.source(),
                gap.start().toString(),
                gap.end().toString(),
                gap.status(),
                gap.reason()));
      }
    }
    return Rows.of(List.of("source", "start", "end", "status", "reason"), rows);
  }

  @Command(
      name = "forget",
      mixinStandardHelpOptions = true,
      description =
          "Resets a source: it forgets its position, and its next poll starts from the beginning. What it published stays.")
  int forget(
      @Mixin SettingsOption settings,
      @Parameters(paramLabel = "SOURCE", description = "As listed by 'sources ls'.") String source,
      @Option(names = "--yes", description = "Do not ask.") boolean yes)
      throws IOException {
    if (!yes && !confirmed("Forget where " + source + " stands?")) {
      spec.commandLine().getErr().println("weir: nothing was changed");
      return 1;
    }
    ActiveSettings active = settings.active();
    new SourceCursors(active.stack(), active.environment(), Clock.systemUTC()).forget(source);
    spec.commandLine()
        .getErr()
        .println("weir: " + source + " starts from the beginning at its next poll");
    return 0;
  }

  @Command(
      name = "retire",
      mixinStandardHelpOptions = true,
      description = {
        "Retires a source that is no longer in the settings: it counts in no window from now on.",
        "Until then it stays listed, and windows count it as unknown. What it published stays.",
        "A source that is still in the settings comes back by itself, and starts from the beginning."
      })
  int retire(
      @Mixin SettingsOption settings,
      @Parameters(paramLabel = "SOURCE", description = "As listed by 'sources ls'.") String source,
      @Option(names = "--yes", description = "Do not ask.") boolean yes)
      throws IOException {
    if (!yes && !confirmed("Retire " + source + " and forget where it stands?")) {
      spec.commandLine().getErr().println("weir: nothing was changed");
      return 1;
    }
    ActiveSettings active = settings.active();
    new SourceCursors(active.stack(), active.environment(), Clock.systemUTC()).retire(source);
    spec.commandLine().getErr().println("weir: " + source + " is retired");
    return 0;
  }

  private boolean confirmed(String question) throws IOException {
    PrintWriter err = spec.commandLine().getErr();
    err.print(question + " [y/N] ");
    err.flush();
    String answer =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine();
    return answer != null && answer.strip().matches("(?i)y|yes");
  }
}
