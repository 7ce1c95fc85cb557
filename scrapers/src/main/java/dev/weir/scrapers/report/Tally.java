package dev.weir.scrapers.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Counts outcomes by kind and field and prints them as a table: a row for each kind and field, a
 * column for each outcome, in order of first occurrence. Not thread-safe.
 */
public final class Tally {
  private final Map<Row, Map<String, Integer>> counts = new LinkedHashMap<>();

  private record Row(String kind, String field) {}

  /** Counts one. */
  public void add(String kind, String field, String outcome) {
    counts
        .computeIfAbsent(new Row(kind, field), row -> new LinkedHashMap<>())
        .merge(outcome, 1, Integer::sum);
  }

  /** The count of this outcome. */
  public int count(String kind, String field, String outcome) {
    return counts.getOrDefault(new Row(kind, field), Map.of()).getOrDefault(outcome, 0);
  }

  /** The total count of a field. */
  public int total(String kind, String field) {
    return counts.getOrDefault(new Row(kind, field), Map.of()).values().stream()
        .mapToInt(Integer::intValue)
        .sum();
  }

  /** One outcome's fraction of those named, 0 to 1; 1 if none was counted. */
  public double share(String kind, String field, String outcome, String... others) {
    int all = count(kind, field, outcome);
    for (String other : others) {
      all += count(kind, field, other);
    }
    return all == 0 ? 1 : (double) count(kind, field, outcome) / all;
  }

  /** The table's cells, with a heading. */
  public String table() {
    Set<String> outcomes = new LinkedHashSet<>();
    counts.values().forEach(row -> outcomes.addAll(row.keySet()));
    List<List<String>> lines = new ArrayList<>();
    List<String> heading = new ArrayList<>(List.of("kind", "field"));
    heading.addAll(outcomes);
    heading.add("total");
    lines.add(heading);
    counts.forEach((row, cells) -> lines.add(line(row, cells, outcomes)));
    return Columns.format(lines, 2);
  }

  private List<String> line(Row row, Map<String, Integer> cells, Set<String> outcomes) {
    List<String> line = new ArrayList<>(List.of(row.kind, row.field));
    for (String outcome : outcomes) {
      int count = cells.getOrDefault(outcome, 0);
      line.add(count == 0 ? "." : String.format(Locale.ROOT, "%d", count));
    }
    line.add(String.format(Locale.ROOT, "%d", total(row.kind, row.field)));
    return line;
  }
}
