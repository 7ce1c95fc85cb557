package dev.weir.infra.cli.stack;

import dev.weir.infra.stream.LiveSnapshot;
import dev.weir.infra.stream.LiveSnapshot.Ranked;
import dev.weir.infra.stream.SourceCoverage;
import dev.weir.schemas.status.ProgramStatus;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** A {@link Frame} as lines of text for a terminal. Pure. */
final class FrameText {
  private static final int RANKS = 8;
  private static final int GAPS = 4;
  private static final long MEGABYTE = 1 << 20;

  private FrameText() {}

  /** The lines, each at most {@code width} characters. */
  static List<String> lines(Frame frame, int width) {
    List<String> lines = new ArrayList<>();
    LiveSnapshot live = frame.live();
    lines.add(head(frame));
    live.problem().ifPresent(problem -> lines.add("The live figures stand still: " + problem));
    lines.add("");
    lines.add("POSTS A MINUTE  " + posts(live.minutes()));
    lines.add("");
    lines.addAll(rankings(live, width));
    lines.add("");
    lines.add("HISTORY       " + counts(frame.historyRows(), " rows"));
    lines.add("DEAD LETTERS  " + deadLetters(live.deadLetters()));
    live.windows()
        .forEach((query, windows) -> lines.add("WINDOWS       " + query + ": " + windows(windows)));
    lines.addAll(queries(frame.stack()));
    lines.addAll(coverage(live.coverage()));
    List<String> awaited = Rendering.awaited(frame.stack().parts());
    if (!awaited.isEmpty()) {
      lines.add("NOT RUNNING   " + String.join(", ", awaited) + "  (./weir status)");
    }
    return lines.stream().map(line -> cut(line, width)).toList();
  }

  private static String head(Frame frame) {
    return "Weir  %s  up %s  %d MB in all  %s"
        .formatted(
            frame.live().at().truncatedTo(ChronoUnit.SECONDS),
            duration(frame.uptime()),
            frame.stack().residentBytes() / MEGABYTE,
            frame.stack().folder());
  }

  /** The newest window that a later one follows, as the newest itself has only begun. */
  private static String posts(List<LiveSnapshot.Minute> windows) {
    if (windows.isEmpty()) {
      return "none yet";
    }
    LiveSnapshot.Minute window = windows.get(Math.max(0, windows.size() - 2));
    return perMinute(window).entrySet().stream()
            .map(entry -> entry.getKey() + " " + entry.getValue())
            .collect(Collectors.joining("  "))
        + "  ("
        + window.start()
        + ")";
  }

  /** The counts of a window by network, as of a minute. */
  static Map<String, Long> perMinute(LiveSnapshot.Minute window) {
    long millis = Math.max(1, Duration.between(window.start(), window.end()).toMillis());
    return window.counts().entrySet().stream()
        .filter(entry -> !entry.getKey().isEmpty())
        .collect(
            Collectors.toMap(
                Map.Entry::getKey,
                entry -> entry.getValue() * 60_000 / millis,
                Long::sum,
                java.util.TreeMap::new));
  }

  private static List<String> rankings(LiveSnapshot live, int width) {
    List<Ranked> links = live.links().map(LiveSnapshot.Ranking::entries).orElse(List.of());
    List<Ranked> tags = live.tags();
    int left = Math.max(40, width - 32);
    List<String> lines = new ArrayList<>();
    lines.add(padded("TOP LINKS", left) + "TOP TAGS");
    for (int i = 0; i < Math.min(RANKS, Math.max(links.size(), tags.size())); i++) {
      lines.add(padded(rank(links, i), left) + rank(tags, i));
    }
    return lines;
  }

  private static String rank(List<Ranked> ranked, int i) {
    return i < ranked.size()
        ? "%5d  %s".formatted(ranked.get(i).count(), ranked.get(i).name())
        : "";
  }

  private static String padded(String text, int width) {
    String cut = cut(text, width - 2);
    return cut + " ".repeat(width - cut.length());
  }

  private static String counts(Map<String, Long> counts, String unit) {
    return counts.isEmpty()
        ? "none yet"
        : counts.entrySet().stream()
            .map(
                entry ->
                    String.format(Locale.ROOT, "%s %,d%s", entry.getKey(), entry.getValue(), unit))
            .collect(Collectors.joining("  "));
  }

  private static String deadLetters(LiveSnapshot.DeadLetters letters) {
    if (letters.total() == 0) {
      return "none in the last day";
    }
    return letters.total() + " in the last day  " + counts(letters.byType(), "");
  }

  private static String windows(LiveSnapshot.QueryWindows windows) {
    return "%d open, %d final%s, %d rows dropped, %d with incomplete sources"
        .formatted(
            windows.open(),
            windows.finals(),
            windows.finalUntil().map(end -> " until " + end).orElse(""),
            windows.rowsDropped(),
            windows.incomplete());
  }

  /** The queries of the Spark application, with their lag. */
  private static List<String> queries(StackReport stack) {
    ProgramStatus spark = stack.programs().get("spark");
    if (spark == null) {
      return List.of();
    }
    String queries =
        spark.parts().stream()
            .map(part -> part.name() + " " + part.state() + lag(part))
            .collect(Collectors.joining("  "));
    return List.of("QUERIES       " + queries);
  }

  private static String lag(ProgramStatus.Part part) {
    Object lag = part.facts().get("lag");
    return lag == null ? "" : ", lag " + lag;
  }

  private static List<String> coverage(List<SourceCoverage> sources) {
    if (sources.isEmpty()) {
      return List.of("COVERAGE      none yet");
    }
    List<String> lines = new ArrayList<>();
    Map<String, Long> byStatus =
        sources.stream()
            .collect(
                Collectors.groupingBy(
                    SourceCoverage::status, java.util.TreeMap::new, Collectors.counting()));
    lines.add("COVERAGE      " + sources.size() + " sources: " + counts(byStatus, ""));
    sources.stream()
        .flatMap(source -> source.gaps().stream().map(gap -> source.source() + "  " + gap(gap)))
        .limit(GAPS)
        .forEach(line -> lines.add("              " + line));
    return lines;
  }

  private static String gap(SourceCoverage.Gap gap) {
    return "%s %s to %s: %s".formatted(gap.status(), gap.start(), gap.end(), gap.reason());
  }

  static String duration(Duration duration) {
    long seconds = duration.toSeconds();
    return seconds < 3600
        ? "%d min %02d s".formatted(seconds / 60, seconds % 60)
        : "%d h %02d min".formatted(seconds / 3600, seconds / 60 % 60);
  }

  private static String cut(String line, int width) {
    return line.length() <= width ? line : line.substring(0, Math.max(0, width - 1)) + "…";
  }
}
