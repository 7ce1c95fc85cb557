package dev.weir.infra.cli.stack;

import dev.weir.infra.cli.shared.TextTable;
import dev.weir.schemas.status.ProgramStatus;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What a program says of its parts, as text for people. */
final class ProgramTable {
  private ProgramTable() {}

  /**
   * A header and a line a part: its state, for how long it has been in it, and its facts.
   *
   * @param now when it is read
   */
  static List<String> lines(ProgramStatus program, Instant now) {
    TextTable table =
        new TextTable(program.program().toUpperCase(Locale.ROOT), "STATE", "FOR", "DETAIL");
    for (ProgramStatus.Part part : program.parts()) {
      table.row(part.name(), part.state(), age(part.since(), now), detail(part));
    }
    return table.lines();
  }

  private static String age(Instant since, Instant now) {
    Duration age = Duration.between(since, now);
    if (age.toHours() > 0) {
      return age.toHours() + " h " + age.toMinutesPart() + " min";
    }
    return age.toMinutes() > 0
        ? age.toMinutes() + " min " + age.toSecondsPart() + " s"
        : Math.max(0, age.toSeconds()) + " s";
  }

  private static String detail(ProgramStatus.Part part) {
    String facts =
        new TreeMap<>(part.facts())
            .entrySet().stream()
                // What is itself a table is for --json.
                .filter(fact -> !(fact.getValue() instanceof Map))
                .map(ProgramTable::fact)
                .collect(Collectors.joining(", "));
    return part.detail().isEmpty() || facts.isEmpty()
        ? part.detail() + facts
        : part.detail() + "; " + facts;
  }

  private static String fact(Map.Entry<String, Object> fact) {
    return fact.getKey().replace('-', ' ').replace('_', ' ') + " " + value(fact.getValue());
  }

  /** Times are shown to the second. */
  private static String value(Object value) {
    try {
      return Instant.parse(value.toString()).truncatedTo(ChronoUnit.SECONDS).toString();
    } catch (DateTimeParseException e) {
      return value.toString();
    }
  }
}
