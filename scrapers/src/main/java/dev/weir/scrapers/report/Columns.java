package dev.weir.scrapers.report;

import java.util.ArrayList;
import java.util.List;

/** Aligns cells: the first columns to the left, the others, which hold numbers, to the right. */
public final class Columns {
  private Columns() {}

  /**
   * One line of text for each line of cells.
   *
   * @param lines cells; every line has as many as the first
   * @param left number of left-aligned columns
   */
  public static String format(List<List<String>> lines, int left) {
    List<Integer> widths = new ArrayList<>();
    for (int column = 0; column < lines.get(0).size(); column++) {
      int index = column;
      widths.add(lines.stream().mapToInt(line -> line.get(index).length()).max().orElse(0));
    }
    StringBuilder out = new StringBuilder();
    for (List<String> line : lines) {
      StringBuilder row = new StringBuilder();
      for (int column = 0; column < line.size(); column++) {
        String padding = " ".repeat(widths.get(column) - line.get(column).length());
        row.append(column < left ? line.get(column) + padding : padding + line.get(column))
            .append("  ");
      }
      out.append(row.toString().stripTrailing()).append('\n');
    }
    return out.toString();
  }
}
