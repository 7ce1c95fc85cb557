package dev.weir.infra.output;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.SequenceWriter;
import com.fasterxml.jackson.databind.util.RawValue;
import com.fasterxml.jackson.dataformat.csv.CsvGenerator;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * CSV by RFC 4180, except that lines end in a line feed alone. Null is an empty field, the empty
 * string is {@code ""}.
 */
final class CsvFormat {
  private static final CsvMapper CSV =
      CsvMapper.builder()
          .enable(CsvGenerator.Feature.STRICT_CHECK_FOR_QUOTING)
          .disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET)
          .build();
  private static final RawValue EMPTY = new RawValue("\"\"");

  private CsvFormat() {}

  static long write(Rows rows, PrintWriter out) throws Exception {
    long count = 0;
    try (SequenceWriter lines = CSV.writer(schema(rows.columns().size())).writeValues(out)) {
      lines.write(byPosition(rows.columns()));
      for (Optional<List<@Nullable Object>> row = rows.next();
          row.isPresent() && !out.checkError();
          row = rows.next()) {
        lines.write(byPosition(row.get()));
        lines.flush();
        count++;
      }
    }
    return count;
  }

  /** Columns go by position: names may occur twice, and in a bare array a null would vanish. */
  private static CsvSchema schema(int columns) {
    CsvSchema.Builder schema = CsvSchema.builder().setUseHeader(false).setLineSeparator("\n");
    for (int i = 0; i < columns; i++) {
      schema.addColumn(Integer.toString(i));
    }
    return schema.build();
  }

  private static Map<String, @Nullable Object> byPosition(List<? extends @Nullable Object> row)
      throws Exception {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    for (int i = 0; i < row.size(); i++) {
      Object value = row.get(i);
      fields.put(Integer.toString(i), value == null ? null : field(text(value)));
    }
    return fields;
  }

  /** Jackson's feature for empty strings has no effect beside that for no needless quotes. */
  private static Object field(String text) {
    return text.isEmpty() ? EMPTY : text;
  }

  private static String text(Object value) throws Exception {
    boolean nested = value instanceof List || value instanceof Map;
    return nested ? JsonLines.text(value) : value.toString();
  }
}
