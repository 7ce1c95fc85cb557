package dev.weir.infra.cli.stack;

import dev.weir.infra.cli.shared.TextTable;
import dev.weir.schemas.status.ProgramStatus;
import java.util.List;

/** How the state of a stack looks as text. */
final class Rendering {
  static final String REFUSED = "refused";

  private Rendering() {}

  /** The table of parts: part, address, state, log. */
  static List<String> parts(List<ProgramStatus.Part> parts) {
    TextTable table = new TextTable("PART", "ADDRESS", "STATE", "LOG");
    for (ProgramStatus.Part part : parts) {
      String state =
          part.detail().isEmpty() ? part.state() : part.state() + " (" + brief(part.detail()) + ")";
      table.row(part.name(), fact(part, "address"), state, fact(part, "log"));
    }
    return table.lines();
  }

  /** The names of the parts that are not ready, for "waiting for ...". */
  static List<String> awaited(List<ProgramStatus.Part> parts) {
    return parts.stream()
        .filter(part -> !isReady(part) && !part.state().equals(REFUSED))
        .map(ProgramStatus.Part::name)
        .toList();
  }

  static boolean isReady(ProgramStatus.Part part) {
    return part.state().equals("running") || part.state().equals("done");
  }

  static String fact(ProgramStatus.Part part, String name) {
    Object value = part.facts().getOrDefault(name, "");
    return value.equals("") ? "-" : value.toString();
  }

  private static String brief(String detail) {
    String line = detail.lines().findFirst().orElse("");
    return line.length() <= 80 ? line : line.substring(0, 77) + "...";
  }
}
