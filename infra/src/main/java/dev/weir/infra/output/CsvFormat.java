package dev.weir.infra.output;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * CSV by RFC 4180, except that lines end in a line feed alone. Null is an empty field, the empty
 * string is {@code ""}.
 */
final class CsvFormat {

  private CsvFormat() {}

  static long write(Rows rows, PrintWriter out) throws Exception {
    line(new ArrayList<>(rows.columns()), out);
    long count = 0;
    for (Optional<List<@Nullable Object>> row = rows.next(); row.isPresent(); row = rows.next()) {
      line(row.get(), out);
      count++;
      if (out.checkError()) {
        break;
      }
    }
    return count;
  }

  private static void line(List<? extends @Nullable Object> values, PrintWriter out)
      throws Exception {
    for (int i = 0; i < values.size(); i++) {
      if (i > 0) {
        out.print(',');
      }
      out.print(field(values.get(i)));
    }
    out.print('\n');
  }

  private static String field(@Nullable Object value) throws Exception {
    if (value == null) {
      return "";
    }
    boolean nested = value instanceof List || value instanceof Map;
    String text = nested ? JsonLines.text(value) : value.toString();
    boolean plain =
        !text.isEmpty()
            && text.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
    return plain ? text : '"' + text.replace("\"", "\"\"") + '"';
  }
}
