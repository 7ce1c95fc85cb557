package dev.weir.infra.output;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Aligned columns for people. The widths are those of the first thousand rows; a cell is cut at
 * sixty characters.
 */
final class TableFormat {

  private static final int MEASURED_ROWS = 1_000;
  private static final int MAX_WIDTH = 60;

  private TableFormat() {}

  static long write(Rows rows, PrintWriter out) throws Exception {
    List<List<@Nullable Object>> block = block(rows);
    List<List<String>> first = new ArrayList<>(cells(block));
    first.add(rows.columns().stream().map(TableFormat::cut).toList());
    int[] widths = Columns.widths(first);
    print(
        Columns.line(rows.columns().stream().map(TableFormat::cut).toList(), widths, i -> false),
        out);
    print(Columns.line(rule(widths), widths, i -> false), out);
    long count = 0;
    while (!block.isEmpty() && !out.checkError()) {
      List<List<String>> cells = cells(block);
      for (int i = 0; i < cells.size(); i++) {
        List<@Nullable Object> row = block.get(i);
        print(Columns.line(cells.get(i), widths, c -> row.get(c) instanceof Number), out);
      }
      count += block.size();
      block = block(rows);
    }
    return count;
  }

  private static void print(String line, PrintWriter out) {
    out.print(line);
    out.print('\n');
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

  private static List<String> rule(int[] widths) {
    return Arrays.stream(widths).mapToObj("-"::repeat).toList();
  }

  private static List<List<String>> cells(List<List<@Nullable Object>> block) throws Exception {
    List<List<String>> cells = new ArrayList<>();
    for (List<@Nullable Object> row : block) {
      List<String> line = new ArrayList<>();
      for (Object value : row) {
        line.add(cell(value));
      }
      cells.add(line);
    }
    return cells;
  }

  private static String cell(@Nullable Object value) throws Exception {
    if (value == null) {
      return "";
    }
    boolean nested = value instanceof List || value instanceof Map;
    return cut(nested ? JsonLines.text(value) : value.toString());
  }

  /** Looks at no more of a long text than is shown. */
  private static String cut(String text) {
    boolean isLong = text.length() > MAX_WIDTH && Columns.width(text) > MAX_WIDTH;
    return Columns.safe(
        isLong ? text.substring(0, text.offsetByCodePoints(0, MAX_WIDTH - 1)) + "…" : text);
  }
}
