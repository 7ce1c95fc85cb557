package dev.weir.trial.latency;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** A report as tables. */
final class ReportText {
  private static final double MEGABYTE = 1 << 20;

  private final LatencyReport report;
  private final List<String> lines = new ArrayList<>();

  ReportText(LatencyReport report) {
    this.report = report;
  }

  List<String> lines() {
    line(
        "%.0f posts a second were served for %.0f s; %.0f records a second came to aggregates.",
        report.servedRate(), report.span().seconds(), report.publishedRate());
    line(
        "Settings: time %s, queries %s ({} is as shipped).",
        report.plan().time(), report.plan().queries());
    stages();
    processes();
    queries();
    line("");
    line(
        report.isComplete()
            ? "Every item was accounted for."
            : "NOT ACCOUNTED FOR: " + report.missing() + " items");
    return List.copyOf(lines);
  }

  private void stages() {
    line("");
    line(
        "%-34s %9s %8s %8s %8s %8s %8s",
        "SECONDS FROM SERVED TO", "ITEMS", "P50", "P95", "P99", "MAX", "MISSING");
    for (Stage stage : report.stages()) {
      Distribution found = stage.distribution();
      line(
          "%-34s %9d %8.2f %8.2f %8.2f %8.2f %8d",
          stage.name(),
          found.size(),
          found.percentile(50) / 1e3,
          found.percentile(95) / 1e3,
          found.percentile(99) / 1e3,
          found.max() / 1e3,
          stage.missing());
    }
  }

  private void processes() {
    line("");
    line("%-34s %9s %8s %8s", "PROCESS", "CPU S/S", "MEAN MB", "MAX MB");
    double mean = 0;
    for (Processes.Usage usage : report.processes()) {
      Distribution resident = Distribution.of(usage.residentBytes());
      boolean ours = !usage.name().equals(Processes.SIMULATOR);
      mean += ours ? resident.mean() : 0;
      line(
          "%-34s %9.2f %8.0f %8.0f",
          usage.name(), report.cores(usage), resident.mean() / MEGABYTE, resident.max() / MEGABYTE);
    }
    line("%-34s %9.2f %8.0f", "all but the simulator", weirCores(), mean / MEGABYTE);
    line(
        "%-34s %9.2f of %d cores, %.2f of them by others",
        "the machine",
        report.busyCores(),
        report.cores(),
        Math.max(0, report.busyCores() - report.ownCores()));
  }

  private double weirCores() {
    return report.processes().stream()
        .filter(usage -> !usage.name().equals(Processes.SIMULATOR))
        .mapToDouble(report::cores)
        .sum();
  }

  private void queries() {
    line("");
    line(
        "%-10s %8s %8s %8s %8s %8s  %s",
        "QUERY", "BATCHES", "P50 S", "P95 S", "MAX S", "ROWS P50", "MEAN MS OF");
    report
        .queries()
        .forEach(
            (name, query) -> {
              Distribution millis = Distribution.of(query.millis());
              line(
                  "%-10s %8d %8.2f %8.2f %8.2f %8d  %s",
                  name,
                  millis.size(),
                  millis.percentile(50) / 1e3,
                  millis.percentile(95) / 1e3,
                  millis.max() / 1e3,
                  Distribution.of(query.rows()).percentile(50),
                  phases(query));
            });
  }

  /** All but the whole, the longest first. */
  private static String phases(Batches.Query query) {
    return query.phases().entrySet().stream()
        .filter(phase -> !phase.getKey().equals("triggerExecution"))
        .map(
            phase ->
                Map.entry(phase.getKey(), Math.round(Distribution.of(phase.getValue()).mean())))
        .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
        .map(phase -> phase.getKey() + " " + phase.getValue())
        .collect(Collectors.joining(", "));
  }

  private void line(String format, Object... values) {
    lines.add(
        values.length == 0 ? format : String.format(Locale.ROOT, format, values).stripTrailing());
  }
}
