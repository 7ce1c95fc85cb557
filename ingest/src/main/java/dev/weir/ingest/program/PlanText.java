package dev.weir.ingest.program;

import dev.weir.schemas.status.ProgramPlan;
import java.util.List;

/** Formats a plan, one line per source. */
final class PlanText {
  private PlanText() {}

  static List<String> lines(ProgramPlan plan) {
    return plan.sources().stream().map(PlanText::line).toList();
  }

  private static String line(ProgramPlan.PlannedSource source) {
    return "  %s: %s, %s%s"
        .formatted(
            source.id(),
            source.what(),
            source.often(),
            source.canRun() ? "" : " (left out: set " + String.join(", ", source.missing()) + ")");
  }
}
