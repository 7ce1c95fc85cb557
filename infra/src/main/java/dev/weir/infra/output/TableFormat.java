package dev.weir.infra.output;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Aligned columns for a person. The widths are those of the first thousand rows; a cell is cut at
 * sixty characters, and line breaks and control characters in it become spaces, since the texts
 * come from strangers and the terminal obeys them.
 */
final class TableFormat {

  private static final int MEASURED_ROWS = 1_000;
  private static final int MAX_WIDTH = 60;

  private TableFormat() {}

  static long write(Rows rows, PrintWriter out) throws Exception {
    List<List<@Nullable Object>> block = block(rows);
    int[] widths = widths(rows.columns(), block);
    line(new ArrayList<>(rows.columns()), widths, out);
    line(rule(widths), widths, out);
    long count = 0;
    while (!block.isEmpty() && !out.checkError()) {
      for (List<@Nullable Object> row : block) {
        line(row, widths, out);
      }
      count += block.size();
      block = block(rows);
    }
    return count;
  }

  private static List<List<@Nullable Object>> block(Rows rows) throws Exception {
    List<List<@Nullable Object>> block = new ArrayList<>();
    while (block.size() < MEASURED_ROWS) {
      Optional<List<@Nullable Object>> row = rows.next();
      if (row.isEmpty()) {
        break;
      }
      block.add(row.get());
    }
    return block;
  }

  private static int[] widths(List<String> columns, List<List<@Nullable Object>> block)
      throws Exception {
    int[] widths = new int[columns.size()];
    for (int i = 0; i < widths.length; i++) {
      widths[i] = cell(columns.get(i)).length();
      for (List<@Nullable Object> row : block) {
        widths[i] = Math.max(widths[i], cell(row.get(i)).length());
      }
    }
    return widths;
  }

  private static List<@Nullable Object> rule(int[] widths) {
    List<@Nullable Object> rule = new ArrayList<>();
    for (int width : widths) {
      rule.add("-".repeat(width));
    }
    return rule;
  }

  private static void line(List<? extends @Nullable Object> values, int[] widths, PrintWriter out)
      throws Exception {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < widths.length; i++) {
      Object value = values.get(i);
      String cell = cell(value);
      String pad = " ".repeat(Math.max(0, widths[i] - cell.length()));
      line.append(i > 0 ? "  " : "").append(value instanceof Number ? pad + cell : cell + pad);
    }
    out.print(line.toString().stripTrailing());
    out.print('\n');
  }

  private static String cell(@Nullable Object value) throws Exception {
    if (value == null) {
      return "";
    }
    boolean nested = value instanceof List || value instanceof Map;
    String text = nested ? JsonLines.text(value) : value.toString();
    StringBuilder safe = new StringBuilder();
    text.codePoints()
        .limit(MAX_WIDTH + 1L)
        .forEach(c -> safe.appendCodePoint(Character.isISOControl(c) ? ' ' : c));
    int length = safe.codePointCount(0, safe.length());
    return length <= MAX_WIDTH
        ? safe.toString()
        : safe.substring(0, safe.offsetByCodePoints(0, MAX_WIDTH - 1)) + "…";
  }
}
