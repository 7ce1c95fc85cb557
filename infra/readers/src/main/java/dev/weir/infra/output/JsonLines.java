package dev.weir.infra.output;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One JSON object a row. */
final class JsonLines {

  private static final ObjectMapper JSON = JsonMapper.builder().build();

  private JsonLines() {}

  static long write(Rows rows, PrintWriter out) throws Exception {
    List<String> columns = rows.columns();
    long count = 0;
    for (Optional<List<@Nullable Object>> row = rows.next(); row.isPresent(); row = rows.next()) {
      Map<String, @Nullable Object> object = new LinkedHashMap<>();
      for (int i = 0; i < columns.size(); i++) {
        object.put(columns.get(i), row.get().get(i));
      }
      out.print(text(object));
      out.print('\n');
      count++;
      if (out.checkError()) {
        break;
      }
    }
    return count;
  }

  static String text(@Nullable Object value) throws JsonProcessingException {
    return JSON.writeValueAsString(value);
  }
}
