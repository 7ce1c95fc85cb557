package dev.weir.infra.cli.admin;

import dev.weir.infra.cli.shared.TextTable;
import dev.weir.infra.cli.shared.Words;
import dev.weir.infra.local.admin.Finding;
import java.io.PrintWriter;
import java.util.List;

/** What a comparison found, as a table. */
final class Drift {
  private Drift() {}

  /**
   * Prints a line each.
   *
   * @param what the names' column
   * @return the exit code: 1 where something needs attention
   */
  static int print(String what, List<Finding> findings, PrintWriter out) {
    TextTable table = new TextTable(what, "state", "detail");
    findings.forEach(
        finding -> table.row(finding.name(), Words.of(finding.state()), finding.detail()));
    table.print(out);
    return findings.stream().allMatch(Finding::isGood) ? 0 : 1;
  }
}
