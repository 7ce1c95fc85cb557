package dev.weir.infra.output;

import java.util.ArrayList;
import java.util.List;

/**
 * Aligned columns for people. Line breaks and control characters in a cell become spaces: texts
 * come from strangers, and a terminal obeys them.
 */
public final class Columns {
  private static final String GAP = "  ";

  private Columns() {}

  /**
   * The lines of a table.
   *
   * @param rows of the same length, the header among them
   */
  public static List<String> lines(List<List<String>> rows) {
    List<List<String>> safe =
        rows.stream().map(row -> row.stream().map(Columns::safe).toList()).toList();
    int[] widths = widths(safe);
    return safe.stream().map(row -> line(row, widths, i -> false)).toList();
  }

  /** How wide each column must be. */
  static int[] widths(List<List<String>> rows) {
    int[] widths = new int[rows.isEmpty() ? 0 : rows.get(0).size()];
    for (List<String> row : rows) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], width(row.get(i)));
      }
    }
    return widths;
  }

  /** Which columns are aligned to the right. */
  interface Right {
    boolean at(int column);
  }

  static String line(List<String> cells, int[] widths, Right right) {
    List<String> padded = new ArrayList<>();
    for (int i = 0; i < widths.length; i++) {
      String pad = " ".repeat(Math.max(0, widths[i] - width(cells.get(i))));
      padded.add(right.at(i) ? pad + cells.get(i) : cells.get(i) + pad);
    }
    return String.join(GAP, padded).stripTrailing();
  }

  static String safe(String text) {
    StringBuilder safe = new StringBuilder();
    text.codePoints().forEach(c -> safe.appendCodePoint(Character.isISOControl(c) ? ' ' : c));
    return safe.toString();
  }

  static int width(String text) {
    return text.codePointCount(0, text.length());
  }
}
